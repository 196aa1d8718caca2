#define INS_LANES 4
#include "all_orders_body.h"

void ins::all_orders_avx2(const AllOrdersArguments &arguments)
{
    run(arguments);
}
