#include "store/word_branches.h"

#include <fmt/format.h>

#include <cstddef>

#include "history/feed_name.h"
#include "history/record.h"

namespace presenced::store {
namespace {

template <class Enum>
std::string branches(std::size_t count) {
  std::string sql;
  for (std::size_t i = 0; i < count; ++i)
    sql += fmt::format("{}WHEN {} THEN '{}'", i == 0 ? "" : " ", i, name_of(static_cast<Enum>(i)));
  return sql;
}

}  // namespace

std::string source_branches() { return branches<history::Source>(history::kSourceCount); }
std::string feed_branches() { return branches<history::FeedName>(history::kFeedWords.size()); }

}  // namespace presenced::store
