#include "error.h"

#include <cstdio>
#include <new>

namespace ins {

namespace {

thread_local char message[512];

}  // namespace

void fail(ins_status status, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    std::vsnprintf(message, sizeof message, format, arguments);
    va_end(arguments);
    throw Failure(status);
}

ins_status status_of_current_exception() noexcept
{
    try {
        throw;
    } catch (const Failure &failure) {
        return failure.status();
    } catch (const std::bad_alloc &) {
        std::snprintf(message, sizeof message, "out of memory");
        return INS_MEMORY;
    } catch (const std::exception &error) {
        std::snprintf(message, sizeof message, "defect: %s", error.what());
        return INS_INTERNAL;
    } catch (...) {
        std::snprintf(message, sizeof message, "defect: unknown exception");
        return INS_INTERNAL;
    }
}

void clear_error() noexcept
{
    message[0] = '\0';
}

}  // namespace ins

extern "C" int32_t ins_abi_version(void)
{
    return INS_ABI_VERSION;
}

extern "C" const char *ins_last_error(void)
{
    return ins::message;
}
