"use strict";
(() => {
  const data = JSON.parse(document.getElementById("data").textContent);
  const byId = id => document.getElementById(id);
  const NS = "http://www.w3.org/2000/svg";
  const RED = "#D55E00", BLUE = "#0072B2", INK = "#1b1f24", GREY = "#9aa3ad", GREEN = "#009E73";

  // Text enters by textContent, numbers by attributes: nothing from the data is ever parsed as HTML.
  function svg(name, attributes, parent, text) {
    const element = document.createElementNS(NS, name);
    for (const key in attributes) element.setAttribute(key, attributes[key]);
    if (text !== undefined) element.textContent = text;
    if (parent) parent.appendChild(element);
    return element;
  }

  const minus = text => text.replace("-", "−");
  const fixed = (x, digits) => minus(x.toFixed(digits));
  const signed = (x, digits) => (x > 0 ? "+" : "") + fixed(x, digits);

  function ticks(from, to, count) {
    const raw = (to - from) / count, power = Math.pow(10, Math.floor(Math.log10(raw)));
    const step = [1, 2, 5, 10].map(k => k * power).find(s => s >= raw);
    const list = [];
    for (let k = Math.ceil(from / step - 1e-9); k * step <= to + 1e-9 * step; k++) list.push(k * step);
    return { list, digits: Math.max(0, -Math.floor(Math.log10(step) + 1e-9)) };
  }

  // A frame with axes; returns scales and the group that is drawn into, clipped.
  let clips = 0;
  function frame(root, box, xRange, yRange, labels) {
    const x = v => box.left + (v - xRange[0]) / (xRange[1] - xRange[0]) * box.width;
    const y = v => box.top + box.height - (v - yRange[0]) / (yRange[1] - yRange[0]) * box.height;
    const xs = ticks(xRange[0], xRange[1], Math.max(2, box.width / 90)), ys = ticks(yRange[0], yRange[1], Math.max(2, box.height / 45));
    for (const v of xs.list) {
      svg("line", { class: "grid", x1: x(v), x2: x(v), y1: box.top, y2: box.top + box.height }, root);
      if (labels.x !== undefined) svg("text", { x: x(v), y: box.top + box.height + 17, "text-anchor": "middle" }, root, fixed(v, xs.digits));
    }
    for (const v of ys.list) {
      svg("line", { class: "grid", x1: box.left, x2: box.left + box.width, y1: y(v), y2: y(v) }, root);
      svg("text", { x: box.left - 6, y: y(v) + 4, "text-anchor": "end" }, root, fixed(v, ys.digits));
    }
    if (labels.x) svg("text", { x: box.left + box.width / 2, y: box.top + box.height + 38, "text-anchor": "middle" }, root, labels.x);
    if (labels.y) svg("text", { transform: `translate(${box.left - 46} ${box.top + box.height / 2}) rotate(-90)`, "text-anchor": "middle" }, root, labels.y);
    svg("rect", { class: "axis", x: box.left, y: box.top, width: box.width, height: box.height }, root);
    const id = "clip" + clips++;
    svg("rect", { x: box.left, y: box.top - 1, width: box.width, height: box.height + 2 }, svg("clipPath", { id }, root));
    return { x, y, inside: svg("g", { "clip-path": `url(#${id})` }, root) };
  }

  function path(xs, ys, x, y, range) {
    let d = "";
    for (let i = 0; i < xs.length; i++) {
      if (xs[i] === null || ys[i] === null) continue;
      if (range && (xs[i + 1] < range[0] || xs[i - 1] > range[1])) continue;
      d += (d ? "L" : "M") + x(xs[i]).toFixed(1) + " " + y(ys[i]).toFixed(1);
    }
    return d;
  }

  // Drags, double clicks and keys over a figure change the range of its axis; what is being dragged over is shaded.
  const drags = new Map();
  function wireZoom(root, left, width, axis) {
    const span = () => axis.range()[1] - axis.range()[0], middle = () => (axis.range()[0] + axis.range()[1]) / 2;
    const scale = k => axis.zoom(middle() - k * span() / 2, middle() + k * span() / 2), move = k => axis.zoom(axis.range()[0] + k * span(), axis.range()[1] + k * span());
    const place = event => {
      const point = new DOMPoint(event.clientX, event.clientY).matrixTransform(root.getScreenCTM().inverse());
      return Math.min(Math.max(point.x, left), left + width);
    };
    const value = px => axis.range()[0] + (px - left) / width * span();
    root.addEventListener("pointerdown", e => { drags.set(root, [place(e), place(e)]); root.setPointerCapture(e.pointerId); });
    root.addEventListener("pointermove", e => { if (drags.has(root)) { drags.get(root)[1] = place(e); axis.draw(); } });
    root.addEventListener("pointerup", () => {
      const drag = drags.get(root);
      if (!drag) return;
      const [a, b] = drag.map(value).sort((p, q) => p - q);
      drags.delete(root);
      if (Math.abs(drag[1] - drag[0]) > 8) axis.zoom(a, b); else axis.draw();
    });
    root.addEventListener("pointercancel", () => { drags.delete(root); axis.draw(); });
    root.addEventListener("dblclick", () => axis.zoom(...axis.usual));
    root.addEventListener("keydown", e => {
      const act = { "+": () => scale(0.5), "-": () => scale(2), ArrowLeft: () => move(-0.25), ArrowRight: () => move(0.25), Home: () => axis.zoom(...axis.usual), End: () => axis.zoom(...axis.ends) }[e.key];
      if (act) { act(); e.preventDefault(); }
    });
    return { scale, move };
  }
  function dragged(root, top, height) {
    const drag = drags.get(root);
    if (drag) svg("rect", { x: Math.min(drag[0], drag[1]), y: top, width: Math.abs(drag[1] - drag[0]), height, fill: "#e69f00", "fill-opacity": 0.2 }, root);
  }

  const shiftOf = m => m.nu[m.nu.length - 1] - m.nu[0];
  const nameOf = m => `mode ${m.number}, ${m.irrep}${m.name ? ", " + m.name : ""}`;
  const modes = new Map(data.modes.map(m => [m.number, m]));
  let chosen = null;
  const listeners = [];
  function choose(number) {
    chosen = number;
    listeners.forEach(f => f(number));
  }

  // ---- the map of shifts
  function drawMap() {
    const host = byId("map");
    if (!host || data.modes.length === 0) return;
    const root = svg("svg", { viewBox: "0 0 620 400", role: "img", "aria-label": "Shift of every mode against its wavenumber" });
    const usable = data.modes.filter(m => m.nu[0] !== null && m.nu[m.nu.length - 1] !== null);
    const shifts = usable.map(shiftOf);
    const low = Math.min(0, ...shifts), high = Math.max(0, ...shifts), room = 0.08 * (high - low || 1);
    const top = Math.max(...usable.map(m => m.nu[0]));
    // C–H stretches lie far from everything else: the axis is a square root.
    const s = v => Math.sqrt(Math.max(0, v)), right = s(top) * 1.03;
    const box = { left: 62, top: 10, width: 545, height: 335 };
    const f = frame(root, box, [0, right], [low - room, high + room], { y: "shift (cm⁻¹)" });
    for (const line of [...root.querySelectorAll(".grid")]) if (line.getAttribute("x1") === line.getAttribute("x2")) line.remove();
    for (const v of [0, 20, 50, 100, 200, 400, 700, 1000, 1500, 2000, 3000, 4000].filter(v => s(v) <= right)) {
      svg("line", { class: "grid", x1: f.x(s(v)), x2: f.x(s(v)), y1: box.top, y2: box.top + box.height }, f.inside);
      svg("text", { x: f.x(s(v)), y: box.top + box.height + 17, "text-anchor": "middle" }, root, String(v));
    }
    svg("text", { x: box.left + box.width / 2, y: box.top + box.height + 38, "text-anchor": "middle" }, root, `wavenumber at ${minus(String(data.pressures[0]))} GPa (cm⁻¹)`);
    svg("line", { x1: box.left, x2: box.left + box.width, y1: f.y(0), y2: f.y(0), stroke: INK }, f.inside);
    const largest = Math.max(...usable.map(m => m.ins), 1e-12);
    const marks = new Map();
    for (const m of usable) {
      const size = 3.2 + 5.5 * Math.sqrt(m.ins / largest), cx = f.x(s(m.nu[0])), cy = f.y(shiftOf(m)), k = m.sign < 0 ? 1 : -1;
      const mark = svg("path", {
        class: "point", d: m.sign === 0 ? `M${cx - size} ${cy}h${2 * size}` : `M${cx - size} ${cy - k * 0.7 * size}h${2 * size}L${cx} ${cy + k * size}Z`,
        fill: m.sign < 0 ? RED : m.sign > 0 ? BLUE : "none", "fill-opacity": 0.6, stroke: m.sign === 0 ? INK : "none"
      }, f.inside);
      svg("title", {}, mark, `${nameOf(m)}: ${fixed(m.nu[0], 1)} → ${fixed(m.nu[m.nu.length - 1], 1)} cm⁻¹ (${signed(shiftOf(m), 1)}), confidence ${m.sure.toFixed(2)}`);
      mark.addEventListener("click", () => choose(m.number));
      marks.set(m.number, mark);
    }
    listeners.push(n => marks.forEach((mark, number) => mark.classList.toggle("chosen", number === n)));
    host.appendChild(root);
  }

  // ---- spectra with one energy axis
  function drawSpectra() {
    const host = byId("panels"), list = data.spectra;
    if (!host || list.length === 0) return;
    const ends = [Math.min(...list.map(p => p.x[0])), Math.max(...list.map(p => p.x[p.x.length - 1]))];
    const usual = [Math.max(0, ends[0]), Math.min(1200, ends[1])];
    const width = 1220, left = 66, right = 24, gap = 10, panel = list.length > 3 ? 130 : 180, plot = width - left - right;
    let range = usual.slice();
    const root = svg("svg", { viewBox: `0 0 ${width} ${list.length * (panel + gap) + 52}`, tabindex: "0", role: "img", "aria-label": "Spectra at each pressure" });
    host.appendChild(root);

    function draw() {
      root.replaceChildren();
      const top = 1.12 * Math.max(1e-30, ...list.map(p => peak(p)));
      list.forEach((p, k) => {
        const box = { left, top: 8 + k * (panel + gap), width: plot, height: panel }, isLast = k === list.length - 1;
        const f = frame(root, box, range, [0, top], { x: isLast ? "energy transfer (cm⁻¹)" : undefined, y: k === Math.floor(list.length / 2) ? `S(Q, ω)${p.unit ? ` (${p.unit})` : ""}` : "" });
        if (p.measured) {
          svg("path", { d: path(p.measured.x, p.measured.y, f.x, f.y, range), stroke: GREY, "stroke-width": 1.4, fill: "none" }, f.inside);
          svg("text", { x: left + plot - 8, y: box.top + 34, "text-anchor": "end", class: "halo" }, root, "measured (grey)");
        }
        if (p.moving) {
          const fell = p.moving.fell, y = box.top + (p.measured ? 50 : 34);
          svg("path", { d: path(p.moving.x, p.moving.y, f.x, f.y, range), stroke: fell ? RED : GREEN, "stroke-width": fell ? 1 : 1.5, fill: "none", "stroke-dasharray": fell ? "1.5 4" : "6 3" }, f.inside);
          const words = svg("text", { x: left + plot - 8, y, "text-anchor": "end", class: fell ? "" : "halo", style: `fill:${fell ? "#b34700" : "#00704f"}` }, root);
          svg("tspan", fell ? { "text-decoration": "line-through" } : {}, words, p.moving.label);
          svg("tspan", {}, words, fell ? " crystal did not hold together (red, dotted)" : " (green, dashed)");
        }
        svg("path", { d: path(p.x, p.y, f.x, f.y, range), stroke: INK, "stroke-width": 1.7, fill: "none" }, f.inside);
        svg("text", { x: left + plot - 8, y: box.top + 18, "text-anchor": "end", class: "halo", "font-weight": "600" }, root, p.label);
        const at = data.pressures.indexOf(p.pressure);
        for (const m of data.modes) {
          const nu = m.nu[at];
          if (nu === null || nu === undefined || nu < range[0] || nu > range[1]) continue;
          const isChosen = m.number === chosen;
          svg("line", { x1: f.x(nu), x2: f.x(nu), y1: isChosen ? box.top : box.top + panel - 9, y2: box.top + panel, stroke: isChosen ? INK : m.sign < 0 ? RED : m.sign > 0 ? BLUE : GREY, "stroke-width": isChosen ? 1.5 : 1, "stroke-dasharray": isChosen ? "5 3" : "none" }, f.inside);
          if (isChosen) svg("text", { x: f.x(nu) - 5, y: box.top + 18, "text-anchor": "end", class: "halo" }, f.inside, `mode ${m.number}: ${fixed(nu, 1)}`);
        }
      });
      dragged(root, 8, list.length * (panel + gap) - gap);
    }

    // What rises towards the elastic line would flatten everything else; it is cut off unless it is looked at.
    function peak(p) {
      const from = range[1] > 100 ? Math.max(range[0], 30) : range[0];
      let most = 0;
      for (const c of [p, p.measured, p.moving]) {
        for (let i = 0; c && i < c.x.length; i++) if (c.x[i] >= from && c.x[i] <= range[1] && c.y[i] > most) most = c.y[i];
      }
      return most;
    }

    function zoom(from, to) {
      const span = Math.min(Math.max(to - from, 10), ends[1] - ends[0]);
      from = Math.min(Math.max(from, ends[0]), ends[1] - span);
      range = [from, from + span];
      root.dataset.range = range.map(v => v.toFixed(1)).join(" ");
      draw();
    }
    const wired = wireZoom(root, left, plot, { range: () => range, usual: usual, ends: ends, zoom, draw });
    byId("zoom-fingerprint").addEventListener("click", () => zoom(...usual));
    byId("zoom-all").addEventListener("click", () => zoom(...ends));
    byId("zoom-in").addEventListener("click", () => wired.scale(0.5));
    byId("zoom-out").addEventListener("click", () => wired.scale(2));
    byId("zoom-left").addEventListener("click", () => wired.move(-0.5));
    byId("zoom-right").addEventListener("click", () => wired.move(0.5));
    listeners.push(draw);
    zoom(...usual);
  }

  // ---- the table
  function wireTable() {
    const table = byId("table");
    if (!table) return;
    const body = table.tBodies[0], rows = [...body.rows], heads = [...table.tHead.rows[0].cells];
    const value = (row, k) => {
      const cell = row.cells[k];
      return cell.dataset.v === undefined ? cell.textContent : cell.dataset.v === "" ? NaN : Number(cell.dataset.v);
    };
    heads.forEach((head, k) => head.firstElementChild.addEventListener("click", () => {
      const isUp = head.getAttribute("aria-sort") !== "ascending";
      heads.forEach(h => h.removeAttribute("aria-sort"));
      head.setAttribute("aria-sort", isUp ? "ascending" : "descending");
      const order = (a, b) => {
        const p = value(a, k), q = value(b, k);
        if (typeof p === "string") return p.localeCompare(q);
        return Number.isNaN(p) ? (Number.isNaN(q) ? 0 : 1) : Number.isNaN(q) ? -1 : p - q;
      };
      rows.sort((a, b) => isUp ? order(a, b) : order(b, a)).forEach(r => body.appendChild(r));
    }));
    const find = byId("find"), red = byId("only-red"), blue = byId("only-blue"), from = byId("from"), to = byId("to");
    function filter() {
      let shown = 0;
      const words = find.value.toLowerCase().split(/\s+/).filter(w => w);
      for (const row of rows) {
        const m = modes.get(Number(row.dataset.mode)), nu = m ? m.nu[0] : NaN, text = row.textContent.toLowerCase();
        const isShown = words.every(w => text.includes(w)) && (!red.checked && !blue.checked || red.checked && row.dataset.sign === "-1" || blue.checked && row.dataset.sign === "1")
          && (from.value === "" || nu >= Number(from.value)) && (to.value === "" || nu <= Number(to.value));
        row.hidden = !isShown;
        shown += isShown ? 1 : 0;
      }
      byId("count").textContent = shown === rows.length ? `${shown} modes` : `${shown} of ${rows.length} modes`;
    }
    for (const control of [find, red, blue, from, to]) control.addEventListener("input", filter);
    listeners.push(n => rows.forEach(r => r.classList.toggle("chosen", Number(r.dataset.mode) === n)));
  }

  // ---- the moving crystal
  const COLOURS = { H: "#e8e8e8", C: "#555b61", N: "#3b6fd4", O: "#d8402f", F: "#7fc97f", S: "#e0b400", Cl: "#3da35d", Br: "#8c3b2a", I: "#7b3fa0", Si: "#c99a6b", Na: "#9a6bd0" };
  const RADII = { H: 0.31, C: 0.73, N: 0.71, O: 0.66, F: 0.57, S: 1.05, Cl: 1.02, Br: 1.2, I: 1.39, Si: 1.11, Na: 1.6 };
  function wireMovie() {
    const movie = data.movie, canvas = byId("canvas");
    if (!movie || !canvas) return;
    const context = canvas.getContext("2d"), count = movie.symbols.length, cell = movie.cell;
    const numbers = Object.keys(movie.modes).map(Number).sort((a, b) => a - b);
    const centre = [0, 1, 2].map(k => (cell[k] + cell[3 + k] + cell[6 + k]) / 2);
    const corners = [...Array(8).keys()].map(n => [0, 1, 2].map(k => (n & 1 ? cell[k] : 0) + (n & 2 ? cell[3 + k] : 0) + (n & 4 ? cell[6 + k] : 0) - centre[k]));
    let reach = 0;
    for (const p of corners) reach = Math.max(reach, Math.hypot(...p));
    for (let i = 0; i < count; i++) reach = Math.max(reach, Math.hypot(...[0, 1, 2].map(k => movie.places[3 * i + k] - centre[k])));
    const zoom = 0.47 * Math.min(canvas.width, canvas.height) / reach * 1.15;
    let turn = [0.35, -0.5], isPlaying = !matchMedia("(prefers-reduced-motion: reduce)").matches, phase = Math.PI / 2, last = 0, vector = null, isVisible = true;

    function show(number) {
      if (!(String(number) in movie.modes)) return;
      const text = atob(movie.modes[number]);
      vector = new Int8Array(text.length);
      for (let i = 0; i < text.length; i++) vector[i] = text.charCodeAt(i) << 24 >> 24;
      const m = modes.get(number);
      const words = m ? `${nameOf(m)}: ${fixed(m.nu[0], 1)} → ${fixed(m.nu[m.nu.length - 1], 1)} cm⁻¹ (${signed(shiftOf(m), 1)}).` : `Mode ${number}: ${fixed(movie.wavenumbers[number], 1)} cm⁻¹.`;
      byId("movie-text").textContent = words.charAt(0).toUpperCase() + words.slice(1) + ` The crystal at ${minus(String(data.pressures[0]))} GPa, amplitude enlarged. Drag, or use the arrow keys, to turn it.`;
      canvas.setAttribute("aria-label", "The crystal moving in " + (m ? nameOf(m) : `mode ${number}`));
      canvas.dataset.mode = number;
      draw();
    }

    function draw() {
      const [sx, cx, sy, cy] = [Math.sin(turn[0]), Math.cos(turn[0]), Math.sin(turn[1]), Math.cos(turn[1])];
      const project = (x, y, z) => {
        const x1 = cy * x + sy * z, z1 = -sy * x + cy * z, y1 = cx * y - sx * z1;
        return [canvas.width / 2 + zoom * x1, canvas.height / 2 - zoom * y1, sx * y + cx * z1];
      };
      context.clearRect(0, 0, canvas.width, canvas.height);
      context.strokeStyle = "#b5bcc4";
      context.lineWidth = 1;
      const boxed = corners.map(p => project(...p));
      for (let n = 0; n < 8; n++) for (const bit of [1, 2, 4]) if (!(n & bit)) line(boxed[n], boxed[n | bit]);
      const reachOf = byId("amplitude").value / 100 * 1.2 * Math.sin(phase) / 127;
      const points = [];
      for (let i = 0; i < count; i++) {
        const at = k => movie.places[3 * i + k] - centre[k] + (vector ? vector[3 * i + k] * reachOf : 0);
        points.push(project(at(0), at(1), at(2)));
      }
      const things = points.map((p, i) => ({ depth: p[2], atom: i }));
      for (let b = 0; b < movie.bonds.length; b += 2) things.push({ depth: (points[movie.bonds[b]][2] + points[movie.bonds[b + 1]][2]) / 2 - 0.2, bond: b });
      things.sort((a, b) => a.depth - b.depth);
      for (const thing of things) {
        context.globalAlpha = Math.min(1, Math.max(0.35, 0.75 + 0.3 * thing.depth / reach));
        if (thing.bond !== undefined) {
          context.strokeStyle = "#7a828b";
          context.lineWidth = 0.22 * zoom;
          line(points[movie.bonds[thing.bond]], points[movie.bonds[thing.bond + 1]]);
          continue;
        }
        const [x, y] = points[thing.atom], symbol = movie.symbols[thing.atom], r = Math.max(2, 0.5 * zoom * (RADII[symbol] || 1.2));
        context.beginPath();
        context.arc(x, y, r, 0, 2 * Math.PI);
        context.fillStyle = COLOURS[symbol] || "#c2749b";
        context.fill();
        context.lineWidth = 1;
        context.strokeStyle = "#20242a";
        context.stroke();
      }
      context.globalAlpha = 1;
      legend();
    }
    function line(a, b) {
      context.beginPath();
      context.moveTo(a[0], a[1]);
      context.lineTo(b[0], b[1]);
      context.stroke();
    }
    const kinds = [...new Set(movie.symbols)];
    function legend() {
      context.font = "15px system-ui, Arial, sans-serif";
      kinds.forEach((symbol, k) => {
        context.fillStyle = COLOURS[symbol] || "#c2749b";
        context.strokeStyle = "#20242a";
        context.beginPath();
        context.arc(18, 20 + 22 * k, 7, 0, 2 * Math.PI);
        context.fill();
        context.stroke();
        context.fillStyle = INK;
        context.fillText(symbol, 31, 25 + 22 * k);
      });
    }
    function step(time) {
      if (isPlaying && isVisible) {
        phase += Math.min(0.1, (time - last) / 1000) * 2 * Math.PI * 0.9;
        canvas.dataset.frames = Number(canvas.dataset.frames || 0) + 1;
        draw();
      }
      last = time;
      requestAnimationFrame(step);
    }
    const play = byId("play");
    function setPlaying(value) {
      isPlaying = value;
      play.textContent = value ? "Pause" : "Play";
    }
    play.addEventListener("click", () => setPlaying(!isPlaying));
    byId("amplitude").addEventListener("input", draw);
    const hop = k => choose(numbers[(numbers.indexOf(chosen) + k + numbers.length) % numbers.length]);
    byId("previous").addEventListener("click", () => hop(-1));
    byId("next").addEventListener("click", () => hop(1));
    let from = null;
    canvas.addEventListener("pointerdown", e => { from = [e.clientX, e.clientY]; canvas.setPointerCapture(e.pointerId); });
    canvas.addEventListener("pointermove", e => {
      if (!from) return;
      turn = [turn[0] + (e.clientY - from[1]) * 0.01, turn[1] + (e.clientX - from[0]) * 0.01];
      from = [e.clientX, e.clientY];
      draw();
    });
    canvas.addEventListener("pointerup", () => { from = null; });
    canvas.addEventListener("pointercancel", () => { from = null; });
    canvas.addEventListener("keydown", e => {
      const by = { ArrowLeft: [0, -0.1], ArrowRight: [0, 0.1], ArrowUp: [-0.1, 0], ArrowDown: [0.1, 0] }[e.key];
      if (!by) return;
      turn = [turn[0] + by[0], turn[1] + by[1]];
      draw();
      e.preventDefault();
    });
    new IntersectionObserver(entries => { isVisible = entries[0].isIntersecting; }).observe(canvas);
    addEventListener("beforeprint", () => { phase = Math.PI / 2; draw(); });
    setPlaying(isPlaying);
    listeners.push(show);
    requestAnimationFrame(step);
    // The strongest of the modes that go against the trend, or the first.
    const least = data.modes.filter(m => m.sign !== 0), red = least.filter(m => m.sign < 0), against = red.length * 2 <= least.length ? red : least.filter(m => m.sign > 0);
    const first = against.filter(m => String(m.number) in movie.modes).sort((a, b) => b.ins - a.ins)[0];
    choose(first ? first.number : numbers[0]);
  }

  // ---- volume against pressure
  function drawVolume() {
    const host = byId("volume"), v = data.volume;
    if (!host || !v) return;
    const root = svg("svg", { viewBox: "0 0 560 330", role: "img", "aria-label": "Volume against pressure" });
    const span = list => { const a = Math.min(...list), b = Math.max(...list), room = 0.06 * (b - a || 1); return [a - room, b + room]; };
    const f = frame(root, { left: 70, top: 10, width: 475, height: 262 }, span(v.x), span(v.y), { x: "pressure (GPa)", y: "volume (Å³)" });
    for (const c of v.curves) svg("path", { d: path(c.x, c.y, f.x, f.y), stroke: BLUE, "stroke-width": 1.6, fill: "none" }, f.inside);
    v.x.forEach((x, i) => svg("circle", { cx: f.x(x), cy: f.y(v.y[i]), r: 4.5, fill: INK }, f.inside));
    host.appendChild(root);
  }

  // ---- molecular dynamics: figures of one kind share their axis
  const HUES = [INK, "#D55E00", "#0072B2", "#009E73", "#CC79A7", "#8a6d00"];
  const shared = {};
  function drawMotion() {
    for (const host of document.querySelectorAll(".motion .chart")) {
      const run = data.motion.find(r => String(r.pressure) === host.dataset.pressure), drawn = run && motionFigure(run, host.dataset.kind);
      if (drawn) drawCurves(host, drawn);
    }
    Object.values(shared).forEach(axis => axis.zoom(...axis.usual));
  }
  function motionFigure(run, kind) {
    const time = run.samples.time, [from, to] = [Math.min(0, time[0]), time[time.length - 1]];
    // The last bin ends half a bin behind its centre.
    const pairs = (key, y) => ({
      axis: "r", usual: [0, 1.5 * run.r[run.r.length - 1] - 0.5 * run.r[run.r.length - 2]], x: "r (Å)", y, floor: 0, levels: key === "between" ? [1] : [],
      curves: run[key].map((p, k) => ({ x: run.r, y: p.y, colour: HUES[k % HUES.length], name: p.pair }))
    });
    return {
      temperature: () => ({
        axis: "time", usual: [from, to], x: "time (ps)", y: "T (K)", levels: [run.target - run.width, run.target, run.target + run.width],
        curves: [{ x: time, y: run.samples.temperature, colour: GREY, dots: true, name: "single samples" }, { x: run.means.time, y: run.means.temperature, colour: INK, name: "means of blocks" }],
        dashes: run.isExact ? "T and its exact width" : "mean and width of a harmonic crystal"
      }),
      cell: () => ({
        axis: "time", usual: [from, to], x: "time (ps)", y: "change (%)", levels: [run.mean - run.deviation, run.mean, run.mean + run.deviation],
        curves: [{ x: time, y: run.volume, colour: GREY, dots: true, name: "volume" }, ...["a", "b", "c"].map((n, k) => ({ x: run.means.time, y: run.axes[k], colour: HUES[k + 1], name: n }))],
        dashes: "mean volume and its width"
      }),
      within: () => pairs("within", "g(r) within"),
      between: () => pairs("between", "g(r) between")
    }[kind]();
  }
  function drawCurves(host, figure) {
    const width = 600, box = { left: 66, top: 40, width: 520, height: 190 };
    const root = svg("svg", { viewBox: `0 0 ${width} 275`, tabindex: "0", role: "img", "aria-label": `${figure.y} against ${figure.x}, ${host.dataset.pressure} GPa` });
    host.appendChild(root);
    const axis = shared[figure.axis] ??= {
      usual: figure.usual.slice(), ends: figure.usual.slice(), now: figure.usual.slice(), draws: [],
      range() { return this.now; },
      draw() { this.draws.forEach(d => d()); },
      zoom(from, to) {
        const all = this.ends[1] - this.ends[0], span = Math.min(Math.max(to - from, all / 200), all);
        from = Math.min(Math.max(from, this.ends[0]), this.ends[1] - span);
        this.now = [from, from + span];
        this.draw();
      }
    };
    axis.usual = axis.ends = [Math.min(axis.ends[0], figure.usual[0]), Math.max(axis.ends[1], figure.usual[1])];
    axis.draws.push(() => {
      root.replaceChildren();
      root.dataset.range = axis.now.map(v => v.toFixed(2)).join(" ");
      let low = Infinity, high = -Infinity;
      const see = v => { if (v !== null && v !== undefined) { low = Math.min(low, v); high = Math.max(high, v); } };
      for (const c of figure.curves) c.x.forEach((x, i) => { if (x >= axis.now[0] && x <= axis.now[1]) see(c.y[i]); });
      figure.levels.forEach(see);
      if (!(high > low)) { low = (Number.isFinite(low) ? low : 0) - 0.5; high = low + 1; }
      const room = 0.06 * (high - low), f = frame(root, box, axis.now, [figure.floor ?? low - room, high + room], { x: figure.x, y: figure.y });
      for (const v of figure.levels) svg("line", { x1: box.left, x2: box.left + box.width, y1: f.y(v), y2: f.y(v), class: "level" }, f.inside);
      for (const c of figure.curves) {
        if (c.dots) c.x.forEach((x, i) => { if (c.y[i] !== null) svg("circle", { cx: f.x(x).toFixed(1), cy: f.y(c.y[i]).toFixed(1), r: 1.4, fill: c.colour }, f.inside); });
        else svg("path", { d: path(c.x, c.y, f.x, f.y, axis.now), stroke: c.colour, "stroke-width": 1.5, fill: "none" }, f.inside);
      }
      let at = box.left, line = 14;
      const entry = (name, look, isDots) => {
        const needs = 30 + 7.4 * name.length;
        if (at + needs > width && at > box.left) { at = box.left; line += 17; }
        if (isDots) svg("circle", { cx: at + 10, cy: line - 4, r: 2, ...look }, root);
        else svg("line", { x1: at, x2: at + 20, y1: line - 4, y2: line - 4, ...look }, root);
        svg("text", { x: at + 25, y: line }, root, name);
        at += needs + 8;
      };
      figure.curves.forEach(c => entry(c.name, c.dots ? { fill: c.colour } : { stroke: c.colour, "stroke-width": 2 }, c.dots));
      if (figure.dashes) entry(figure.dashes, { class: "level" });
      dragged(root, box.top, box.height);
    });
    wireZoom(root, box.left, box.width, { range: () => axis.now, get usual() { return axis.usual; }, get ends() { return axis.ends; }, zoom: (a, b) => axis.zoom(a, b), draw: () => axis.draw() });
  }

  // ---- contents
  const nav = document.querySelector("nav");
  for (const section of document.querySelectorAll("main > section")) {
    const link = document.createElement("a");
    link.href = "#" + section.id;
    link.textContent = section.querySelector("h2").textContent;
    nav.appendChild(link);
  }

  // On paper nothing can be opened.
  let opened = [];
  addEventListener("beforeprint", () => {
    opened = [...document.querySelectorAll("details:not([open])")];
    opened.forEach(d => { d.open = true; });
  });
  addEventListener("afterprint", () => opened.forEach(d => { d.open = false; }));

  drawMap();
  drawSpectra();
  wireTable();
  drawVolume();
  drawMotion();
  wireMovie();
  document.addEventListener("click", e => {
    const pick = e.target.closest("button.pick");
    if (!pick) return;
    choose(Number(pick.dataset.mode));
    if (byId("movie") && byId("answer").contains(pick)) byId("movie").scrollIntoView({ block: "nearest" });
  });
  document.documentElement.dataset.ready = "true";
})();
