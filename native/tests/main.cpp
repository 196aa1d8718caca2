#include <cstdio>
#include <cstring>
#include <exception>
#include <vector>

#include "check.h"

static std::vector<Test> &tests()
{
    static std::vector<Test> list;
    return list;
}

Registration::Registration(const char *suite, const char *name, void (*body)())
{
    tests().push_back({suite, name, body});
}

// Usage: inscore_tests [suite]
int main(int count, char **arguments)
{
    int run = 0, failed = 0;
    for (const Test &test : tests()) {
        if (count > 1 && std::strcmp(arguments[1], test.suite) != 0) {
            continue;
        }
        ++run;
        try {
            test.body();
            std::printf("passed %s.%s\n", test.suite, test.name);
        } catch (const std::exception &error) {
            ++failed;
            std::printf("FAILED %s.%s\n  %s\n", test.suite, test.name, error.what());
        }
    }
    std::printf("%d native tests, %d failed\n", run, failed);
    return run == 0 || failed > 0;
}
