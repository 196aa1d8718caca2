// The whole test framework: named tests that throw on the first claim that does not hold.
#pragma once

#include <stdexcept>
#include <string>

struct Test {
    const char *suite, *name;
    void (*body)();
};

// Adds a test to the list that main runs.
struct Registration {
    Registration(const char *suite, const char *name, void (*body)());
};

#define TEST(suite, name)                                              \
    static void suite##_##name();                                      \
    static const Registration registration_##suite##_##name(#suite, #name, suite##_##name); \
    static void suite##_##name()

#define CHECK(claim)                                                                                     \
    do {                                                                                                 \
        if (!(claim)) {                                                                                  \
            throw std::runtime_error(std::string(__FILE__) + ":" + std::to_string(__LINE__) + ": " #claim); \
        }                                                                                                \
    } while (false)
