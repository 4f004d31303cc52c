// A number that grows whenever what is known of people changes: who is known, by which names and addresses, in which
// groups. A follower reads them all again only then.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "store/sqlite.h"

namespace presenced::store {

// The table, its row, and the triggers that count: whoever writes cannot forget to.
std::vector<std::string> people_mark_sql();

std::int64_t people_mark(Database& database);

}  // namespace presenced::store
