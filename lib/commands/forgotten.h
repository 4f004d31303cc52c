// The two sides of `forget` that delete nothing.
#pragma once

#include "ask/request.h"
#include "ask/surroundings.h"

namespace presenced::ask {

ExitStatus list_forgotten(const Request& request, const Surroundings& surroundings);
ExitStatus undo_forget(const Request& request, const Surroundings& surroundings);

}  // namespace presenced::ask
