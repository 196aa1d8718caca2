#define INS_LANES 8
#include "all_orders_body.h"

void ins::all_orders_avx512(const AllOrdersArguments &arguments)
{
    run(arguments);
}
