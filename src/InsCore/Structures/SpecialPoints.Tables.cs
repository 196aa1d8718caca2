namespace InsCore.Structures;

/// <content>The lattices whose special points depend on lengths and angles.</content>
public sealed partial record SpecialPoints
{
    static SpecialPoints BodyCentredTetragonal1(double a, double c)
    {
        double eta = (1 + (c * c / (a * a))) / 4;
        return new(
            Table(
                ("M", -H, H, H), ("N", 0, H, 0), ("P", 0.25, 0.25, 0.25), ("X", 0, 0, H), ("Z", eta, eta, -eta), ("Z1", -eta, 1 - eta, eta)),
            "Γ-X-M-Γ-Z-P-N-Z1-M|X-P");
    }

    static SpecialPoints BodyCentredTetragonal2(double a, double c)
    {
        double eta = (1 + (a * a / (c * c))) / 4, zeta = a * a / (2 * c * c);
        return new(
            Table(
                ("N", 0, H, 0), ("P", 0.25, 0.25, 0.25), ("Σ", -eta, eta, eta), ("Σ1", eta, 1 - eta, -eta), ("X", 0, 0, H),
                ("Y", -zeta, zeta, H), ("Y1", H, H, -zeta), ("Z", H, H, -H)),
            "Γ-X-Y-Σ-Γ-Z-Σ1-N-P-Y1-Z|X-P");
    }

    static SpecialPoints FaceCentred13(double a, double b, double c, string path)
    {
        double ab = a * a / (b * b), ac = a * a / (c * c), zeta = (1 + ab - ac) / 4, eta = (1 + ab + ac) / 4;
        return new(
            Table(
                ("A", H, H + zeta, zeta), ("A1", H, H - zeta, 1 - zeta), ("L", H, H, H), ("T", 1, H, H), ("X", 0, eta, eta),
                ("X1", 1, 1 - eta, 1 - eta), ("Y", H, 0, H), ("Z", H, H, 0)),
            path);
    }

    static SpecialPoints FaceCentred2(double a, double b, double c)
    {
        double a2 = a * a, b2 = b * b, c2 = c * c;
        double eta = (1 + (a2 / b2) - (a2 / c2)) / 4, phi = (1 + (c2 / b2) - (c2 / a2)) / 4, delta = (1 + (b2 / a2) - (b2 / c2)) / 4;
        return new(
            Table(
                ("C", H, H - eta, 1 - eta), ("C1", H, H + eta, eta), ("D", H - delta, H, 1 - delta), ("D1", H + delta, H, delta),
                ("L", H, H, H), ("H", 1 - phi, H - phi, H), ("H1", phi, H + phi, H), ("X", 0, H, H), ("Y", H, 0, H), ("Z", H, H, 0)),
            "Γ-Y-C-D-X-Γ-Z-D1-H-C|C1-Z|X-H1|H-Y|L-Γ");
    }

    static SpecialPoints BodyCentredOrthorhombic(double a, double b, double c)
    {
        double a2 = a * a, b2 = b * b, c2 = c * c;
        double zeta = (1 + (a2 / c2)) / 4, eta = (1 + (b2 / c2)) / 4, delta = (b2 - a2) / (4 * c2), mu = (a2 + b2) / (4 * c2);
        return new(
            Table(
                ("L", -mu, mu, H - delta), ("L1", mu, -mu, H + delta), ("L2", H - delta, H + delta, -mu), ("R", 0, H, 0), ("S", H, 0, 0),
                ("T", 0, 0, H), ("W", 0.25, 0.25, 0.25), ("X", -zeta, zeta, zeta), ("X1", zeta, 1 - zeta, -zeta), ("Y", eta, -eta, eta),
                ("Y1", 1 - eta, eta, -eta), ("Z", H, H, -H)),
            "Γ-X-L-T-W-R-X1-Z-Γ-Y-S-W|L1-Y|Y1-Z");
    }

    static SpecialPoints BaseCentredOrthorhombic(double a, double b)
    {
        double zeta = (1 + (a * a / (b * b))) / 4;
        return new(
            Table(
                ("A", zeta, zeta, H), ("A1", -zeta, 1 - zeta, H), ("R", 0, H, H), ("S", 0, H, 0), ("T", -H, H, H), ("X", zeta, zeta, 0),
                ("X1", -zeta, 1 - zeta, 0), ("Y", -H, H, 0), ("Z", 0, 0, H)),
            "Γ-X-S-R-A-Z-Γ-Y-X1-A1-T-Y|Z-T");
    }

    static SpecialPoints Rhombohedral1(double cos)
    {
        double eta = (1 + (4 * cos)) / (2 + (4 * cos)), nu = 0.75 - (eta / 2);
        return new(
            Table(
                ("B", eta, H, 1 - eta), ("B1", H, 1 - eta, eta - 1), ("F", H, H, 0), ("L", H, 0, 0), ("L1", 0, 0, -H), ("P", eta, nu, nu),
                ("P1", 1 - nu, 1 - nu, 1 - eta), ("P2", nu, nu, eta - 1), ("Q", 1 - nu, nu, 0), ("X", nu, 0, -nu), ("Z", H, H, H)),
            "Γ-L-B1|B-Z-Γ-X|Q-F-P1-Z|L-P");
    }

    static SpecialPoints Rhombohedral2(double cos)
    {
        // tan²(α/2) = (1 - cos α)/(1 + cos α).
        double eta = (1 + cos) / (2 * (1 - cos)), nu = 0.75 - (eta / 2);
        return new(
            Table(
                ("F", H, -H, 0), ("L", H, 0, 0), ("P", 1 - nu, -nu, 1 - nu), ("P1", nu, nu - 1, nu - 1), ("Q", eta, eta, eta),
                ("Q1", 1 - eta, -eta, -eta), ("Z", H, -H, H)),
            "Γ-P-Z-Q-Γ-F-P1-Q1-L-Z");
    }

    static SpecialPoints Monoclinic(double b, double c, double cos)
    {
        double eta = (1 - (b * cos / c)) / (2 * (1 - (cos * cos))), nu = H - (eta * c * cos / b);
        return new(
            Table(
                ("A", H, H, 0), ("C", 0, H, H), ("D", H, 0, H), ("D1", H, 0, -H), ("E", H, H, H), ("H", 0, eta, 1 - nu), ("H1", 0, 1 - eta, nu),
                ("H2", 0, eta, -nu), ("M", H, eta, 1 - nu), ("M1", H, 1 - eta, nu), ("M2", H, eta, -nu), ("X", 0, H, 0), ("Y", 0, 0, H),
                ("Y1", 0, 0, -H), ("Z", H, 0, 0)),
            "Γ-Y-H-C-E-M1-A-X-H1|M-D-Z|Y-D");
    }

    static SpecialPoints BaseCentredMonoclinic12(double a, double b, double c, double cos, string path)
    {
        double sin2 = 1 - (cos * cos), zeta = (2 - (b * cos / c)) / (4 * sin2), eta = H + (2 * zeta * c * cos / b);
        double psi = 0.75 - (a * a / (4 * b * b * sin2)), phi = psi + ((0.75 - psi) * b * cos / c);
        return new(
            Table(
                ("N", H, 0, 0), ("N1", 0, -H, 0), ("F", 1 - zeta, 1 - zeta, 1 - eta), ("F1", zeta, zeta, eta), ("F2", -zeta, -zeta, 1 - eta),
                ("I", phi, 1 - phi, H), ("I1", 1 - phi, phi - 1, H), ("L", H, H, H), ("M", H, 0, H), ("X", 1 - psi, psi - 1, 0),
                ("X1", psi, 1 - psi, 0), ("X2", psi - 1, -psi, 0), ("Y", H, H, 0), ("Y1", -H, -H, 0), ("Z", 0, 0, H)),
            path);
    }

    static SpecialPoints BaseCentredMonoclinic34(double a, double b, double c, double cos, string path)
    {
        double mu = (1 + (b * b / (a * a))) / 4, delta = b * c * cos / (2 * a * a);
        double zeta = mu - 0.25 + ((1 - (b * cos / c)) / (4 * (1 - (cos * cos)))), eta = H + (2 * zeta * c * cos / b);
        double phi = 1 + zeta - (2 * mu), psi = eta - (2 * delta);
        return new(
            Table(
                ("F", 1 - phi, 1 - phi, 1 - psi), ("F1", phi, phi - 1, psi), ("F2", 1 - phi, -phi, 1 - psi), ("H", zeta, zeta, eta),
                ("H1", 1 - zeta, -zeta, 1 - eta), ("H2", -zeta, -zeta, 1 - eta), ("I", H, -H, H), ("M", H, 0, H), ("N", H, 0, 0), ("N1", 0, -H, 0),
                ("X", H, -H, 0), ("Y", mu, mu, delta), ("Y1", 1 - mu, -mu, -delta), ("Y2", -mu, -mu, -delta), ("Y3", mu, mu - 1, delta), ("Z", 0, 0, H)),
            path);
    }

    static SpecialPoints BaseCentredMonoclinic5(double a, double b, double c, double cos)
    {
        double sin2 = 1 - (cos * cos), ba = b * b / (a * a), zeta = (ba + ((1 - (b * cos / c)) / sin2)) / 4;
        double eta = H + (2 * zeta * c * cos / b), mu = (eta / 2) + (ba / 4) - (b * c * cos / (2 * a * a)), nu = (2 * mu) - zeta;
        double omega = ((4 * nu) - 1 - (ba * sin2)) * c / (2 * b * cos), delta = (zeta * c * cos / b) + (omega / 2) - 0.25, rho = 1 - (zeta / ba);
        return new(
            Table(
                ("F", nu, nu, omega), ("F1", 1 - nu, 1 - nu, 1 - omega), ("F2", nu, nu - 1, omega), ("H", zeta, zeta, eta),
                ("H1", 1 - zeta, -zeta, 1 - eta), ("H2", -zeta, -zeta, 1 - eta), ("I", rho, 1 - rho, H), ("I1", 1 - rho, rho - 1, H), ("L", H, H, H),
                ("M", H, 0, H), ("N", H, 0, 0), ("N1", 0, -H, 0), ("X", H, -H, 0), ("Y", mu, mu, delta), ("Y1", 1 - mu, -mu, -delta),
                ("Y2", -mu, -mu, -delta), ("Y3", mu, mu - 1, delta), ("Z", 0, 0, H)),
            "Γ-Y-F-L-I|I1-Z-H-F1|H1-Y1-X-Γ-N|M-Γ");
    }
}
