// How failures leave the library: thrown inside as Failure, turned into a status at the boundary by INS_GUARD.
#pragma once

#include <cstdarg>
#include <exception>

#include "inscore.h"

namespace ins {

// A failure with its status; the message is already stored for ins_last_error.
class Failure : public std::exception {
public:
    explicit Failure(ins_status status) noexcept : status_(status) {}
    ins_status status() const noexcept { return status_; }

private:
    ins_status status_;
};

// Stores a message for the calling thread and throws.
[[noreturn]] void fail(ins_status status, const char *format, ...) __attribute__((format(printf, 2, 3)));

// The status of the exception being handled.
ins_status status_of_current_exception() noexcept;

void clear_error() noexcept;

}  // namespace ins

// The whole body of every exported function that can fail.
#define INS_GUARD(call)                                \
    try {                                              \
        ins::clear_error();                            \
        call;                                          \
        return INS_OK;                                 \
    } catch (...) {                                    \
        return ins::status_of_current_exception();     \
    }
