#define INS_LANES 2
#include "all_orders_body.h"

void ins::all_orders_generic(const AllOrdersArguments &arguments)
{
    run(arguments);
}
