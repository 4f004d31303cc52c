// A member's record as users.info, users.list and user_change carry it.
#pragma once

#include <string>

#include "base/random.h"
#include "fake_slack/options.h"
#include "fake_slack/person.h"

namespace presenced::fake_slack {

struct RecordShape {
  bool email = false;    // whoever is told has users:read.email
  bool reduced = false;  // keys may be missing: deleted, tz, is_bot, name
};

// Order of keys, escapes and the shape of what is empty vary with `random` as the options allow.
// As dnd_updated_user and dnd.teamInfo have it: where there is no window, its ends are 1.
std::string dnd_json(const base::Dnd& dnd);

std::string user_json(const Person& person, RecordShape shape, const Options& options, base::Random& random);

}  // namespace presenced::fake_slack
