// A member's record as users.info, users.list and user_change carry it.
#pragma once

#include <string>

#include "base/random.h"
#include "fake_slack/options.h"
#include "fake_slack/person.h"

namespace presenced::fake_slack {

// Order of keys, escapes and the shape of what is empty vary with `random` as the options allow.
std::string user_json(const Person& person, const Options& options, base::Random& random);

}  // namespace presenced::fake_slack
