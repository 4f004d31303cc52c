// The look at the file after an unclean stop, before anything is written.
#pragma once

#include "store/sqlite.h"

namespace presenced::store {

// Throws StoreError: broken when the file is damaged, or the class of what kept it from being read.
void quick_check(Database& database);

}  // namespace presenced::store
