/* Calls everything with what it must refuse; ends with "all refused". */
#include <math.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "inscore_embed.h"

static int failures;

static void expect(int line, int status, int wanted, const char *word) {
    if (status != wanted || (word && !strstr(inscore_last_error(), word))) {
        printf("line %d: status %d instead of %d: \"%s\" has no \"%s\"\n", line, status, wanted, inscore_last_error(), word ? word : "");
        failures++;
    }
}

#define REFUSES(call, word) expect(__LINE__, (call), INSCORE_ARGUMENT, word)
#define WORKS(call) expect(__LINE__, (call), INSCORE_OK, NULL)

static void *other_thread(void *text) {
    inscore_free(12345);
    strcpy(text, inscore_last_error());
    return NULL;
}

static void *evaluator(void *model) {
    const int32_t numbers[2] = {1, 1};
    const double positions[6] = {0, 0, 0, 0.8, 0, 0};
    const inscore_structure molecule = {2, {0, 0, 0}, numbers, positions, NULL, NULL};
    for (int k = 0; k < 50; k++) {
        double energy = NAN;
        if (inscore_evaluate(*(inscore_handle *)model, &molecule, &energy, NULL, NULL) || isnan(energy)) return "failed";
    }
    return NULL;
}

int main(int argc, char **argv) {
    inscore_handle model = 0, modes = 0, spectrum = 0;
    int32_t n = 0, m = 0, mesh[3] = {1, 1, 1}, no_mesh[3] = {1, 0, 1};
    int32_t numbers[2] = {1, 1};
    double positions[6] = {0, 0, 0, 0.8, 0, 0}, cell[9] = {9, 0, 0, 0, 9, 0, 0, 0, 9}, flat[9] = {9, 0, 0, 9, 0, 0, 0, 0, 9};
    double q[3] = {0, 0, 0}, forces[6], stress[9], energy, matrix[72];
    char text[1000] = "";

    if (argc != 2 || inscore_abi_version() != INSCORE_EMBED_ABI || !*inscore_version() || *inscore_last_error()) return 1;
    REFUSES(inscore_read_structure(NULL, 0, &n, NULL, NULL, NULL, NULL, NULL), "path");
    REFUSES(inscore_read_structure("absent.cif", 0, &n, NULL, NULL, NULL, NULL, NULL), "absent.cif");
    REFUSES(inscore_read_structure(argv[1], 0, NULL, NULL, NULL, NULL, NULL, NULL), "atoms");
    REFUSES(inscore_read_structure(argv[1], -1, &n, NULL, NULL, NULL, NULL, NULL), "capacity");
    REFUSES(inscore_read_structure(argv[1], 1, &n, NULL, NULL, NULL, NULL, NULL), "less than");
    REFUSES(inscore_load_model(NULL, 0, 0, 0, &model), "path");
    REFUSES(inscore_load_model("absent.model", 0, 0, 0, &model), "absent.model");
    REFUSES(inscore_load_model(argv[1], 0, 0, 0, &model), "dit-pbcn.cif");
    REFUSES(inscore_load_model("default", 7, 0, 0, &model), "precision");
    REFUSES(inscore_load_model("default", 0, -1, 0, &model), "executor");
    REFUSES(inscore_load_model("default", 0, 0, -2, &model), "threads");
    REFUSES(inscore_load_model("default", 0, 0, 0, NULL), "model");
    WORKS(inscore_load_model("default", INSCORE_FLOAT64, INSCORE_AUTOMATIC, 1, &model));

    inscore_structure good = {2, {1, 1, 1}, numbers, positions, cell, NULL}, bad = good;
    WORKS(inscore_evaluate(model, &good, &energy, forces, stress));
    WORKS(inscore_evaluate(model, &good, NULL, NULL, NULL));
    REFUSES(inscore_evaluate(0, &good, &energy, forces, stress), "handle: 0");
    REFUSES(inscore_evaluate(model + 1000, &good, &energy, forces, stress), "handle");
    REFUSES(inscore_evaluate(~0ull, &good, &energy, forces, stress), "handle");
    REFUSES(inscore_evaluate(model, NULL, &energy, forces, stress), "structure");
    bad.atoms = -3;
    REFUSES(inscore_evaluate(model, &bad, &energy, forces, stress), "atoms");
    bad.atoms = 0;
    REFUSES(inscore_evaluate(model, &bad, &energy, forces, stress), "atoms");
    bad.atoms = INT32_MAX;
    REFUSES(inscore_evaluate(model, &bad, &energy, forces, stress), "too many");
    bad = good, bad.numbers = NULL;
    REFUSES(inscore_evaluate(model, &bad, &energy, forces, stress), "numbers: is null");
    bad = good, bad.positions = NULL;
    REFUSES(inscore_evaluate(model, &bad, &energy, forces, stress), "positions: is null");
    bad = good, bad.cell = NULL;
    REFUSES(inscore_evaluate(model, &bad, &energy, forces, stress), "cell: is null");
    bad = good, bad.cell = flat;
    REFUSES(inscore_evaluate(model, &bad, &energy, forces, stress), "volume");
    bad = good, bad.periodic[2] = 0;
    REFUSES(inscore_evaluate(model, &bad, &energy, forces, stress), "periodic: 1 1 0");
    bad = good, bad.masses = q;
    REFUSES(inscore_evaluate(model, &bad, &energy, forces, stress), "masses");
    numbers[1] = 119;
    REFUSES(inscore_evaluate(model, &good, &energy, forces, stress), "119");
    numbers[1] = 26;
    REFUSES(inscore_evaluate(model, &good, &energy, forces, stress), "does not know Fe");
    numbers[1] = 1, positions[3] = NAN;
    REFUSES(inscore_evaluate(model, &good, &energy, forces, stress), "positions, element 3: NaN");
    positions[3] = INFINITY;
    REFUSES(inscore_evaluate(model, &good, &energy, forces, stress), "not a finite number");
    positions[3] = 0.01;
    expect(__LINE__, inscore_evaluate(model, &good, &energy, forces, stress), INSCORE_NUMERICAL, "overlap");
    positions[3] = 0.8, cell[4] = NAN;
    REFUSES(inscore_evaluate(model, &good, &energy, forces, stress), "cell, element 4");
    cell[4] = 1e-7;
    expect(__LINE__, inscore_evaluate(model, &good, &energy, forces, stress) != INSCORE_OK, 1, NULL);
    cell[4] = 9;
    inscore_structure molecule = good;
    memset(molecule.periodic, 0, sizeof molecule.periodic);
    REFUSES(inscore_evaluate(model, &molecule, &energy, forces, stress), "stress: a molecule has none");
    WORKS(inscore_evaluate(model, &molecule, &energy, forces, NULL));

    const inscore_structure pair[2] = {good, bad};
    double batch_energies[2], batch_forces[12];
    bad = good, bad.atoms = 0;
    WORKS(inscore_evaluate_batch(model, 0, NULL, NULL, NULL, NULL));
    REFUSES(inscore_evaluate_batch(model, -1, pair, NULL, NULL, NULL), "count");
    REFUSES(inscore_evaluate_batch(model, 2, NULL, NULL, NULL, NULL), "structure");
    REFUSES(inscore_evaluate_batch(model, 2, pair, batch_energies, batch_forces, NULL), "structure 1");
    const inscore_structure both[2] = {good, good};
    WORKS(inscore_evaluate_batch(model, 2, both, batch_energies, batch_forces, NULL));
    WORKS(inscore_evaluate(model, &good, &energy, forces, NULL));
    if (batch_energies[0] != energy || batch_energies[1] != energy || memcmp(batch_forces + 6, forces, sizeof forces)) failures++;

    REFUSES(inscore_describe_model(model, -1, text, NULL, NULL), "capacity");
    WORKS(inscore_describe_model(model, 5, text, NULL, NULL));
    if (strcmp(text, "MACE")) failures++;
    REFUSES(inscore_relax(model, &molecule, 0, 0, 0, forces, NULL, NULL), "no lattice");
    REFUSES(inscore_relax(model, &good, NAN, 0, 0, forces, NULL, NULL), "Pressure");
    REFUSES(inscore_relax(model, &good, 0, 0, -1, forces, NULL, NULL), "ForceTolerance");
    REFUSES(inscore_relax(model, &good, 0, 0, 0, NULL, NULL, NULL), "positions");

    WORKS(inscore_dynamical_matrices(model, &good, 1, q, matrix));
    REFUSES(inscore_dynamical_matrices(model, &good, -1, q, matrix), "count");
    REFUSES(inscore_dynamical_matrices(model, &good, 1, NULL, matrix), "q: is null");
    REFUSES(inscore_dynamical_matrices(model, &good, 1, q, NULL), "matrices");
    q[1] = NAN;
    REFUSES(inscore_dynamical_matrices(model, &good, 1, q, matrix), "q, element 1");
    REFUSES(inscore_compute_modes(model, &good, NULL, &modes), "mesh");
    REFUSES(inscore_compute_modes(model, &good, no_mesh, &modes), "mesh");
    REFUSES(inscore_compute_modes(model, &good, mesh, NULL), "modes");
    REFUSES(inscore_compute_modes(model, &molecule, mesh, &modes), "crystal");
    WORKS(inscore_compute_modes(model, &good, mesh, &modes));
    REFUSES(inscore_evaluate(modes, &good, &energy, forces, stress), "is modes, not a model");
    REFUSES(inscore_modes_size(model, &n, &m), "is a model, not modes");
    WORKS(inscore_modes_size(modes, &n, &m));
    if (n != 1 || m != 6) failures++;

    inscore_spectrum_options options = {0};
    options.temperature = NAN;
    REFUSES(inscore_compute_spectrum(modes, &options, &spectrum), "temperature");
    options.temperature = -1;
    REFUSES(inscore_compute_spectrum(modes, &options, &spectrum), "temperature");
    options.temperature = 10, options.instrument = "tsca";
    REFUSES(inscore_compute_spectrum(modes, &options, &spectrum), "\"tsca\" is not known");
    options.instrument = NULL, options.bin_width = -1;
    REFUSES(inscore_compute_spectrum(modes, &options, &spectrum), "bin width");
    options.bin_width = NAN;
    REFUSES(inscore_compute_spectrum(modes, &options, &spectrum), "bin width");
    options.bin_width = 0, options.incident_energy_count = 2;
    REFUSES(inscore_compute_spectrum(modes, &options, &spectrum), "incident_energies");
    options.incident_energy_count = 0, options.orders = 31;
    REFUSES(inscore_compute_spectrum(modes, &options, &spectrum), "orders");
    REFUSES(inscore_spectrum_size(spectrum, &n, &m), "handle: 0");
    REFUSES(inscore_read_spectrum(modes, 0, 0, 0, NULL, NULL, NULL), "not a spectrum");

    pthread_t thread;
    inscore_free(99999);
    pthread_create(&thread, NULL, other_thread, text);
    pthread_join(thread, NULL);
    if (!strstr(text, "12345") || !strstr(inscore_last_error(), "99999")) failures++;

    pthread_t threads[4];
    void *result;
    for (int k = 0; k < 4; k++) pthread_create(&threads[k], NULL, evaluator, &model);
    for (int k = 0; k < 4; k++) {
        pthread_join(threads[k], &result);
        if (result) failures++;
    }

    WORKS(inscore_free(modes));
    REFUSES(inscore_free(modes), "freed");
    REFUSES(inscore_modes_size(modes, &n, &m), "freed");
    WORKS(inscore_free(model));
    REFUSES(inscore_evaluate(model, &good, &energy, forces, stress), "freed");
    REFUSES(inscore_free(0), "handle: 0");
    puts(failures ? "some were not" : "all refused");
    return failures != 0;
}
