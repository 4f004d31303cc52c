// What a verification has found so far, on its way to whoever asked (store/verify.h). Of each kind the first are told
// one by one and the rest are counted: one wrong number can make a million rows wrong.
#pragma once

#include <fmt/format.h>

#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <utility>

#include "store/sqlite.h"

namespace presenced::store::verification {

struct Enough {};  // thrown when the caller wants no more findings; ends verify() and nothing else

class Findings {
 public:
  static constexpr std::size_t kMostOfAKind = 20;

  explicit Findings(const std::function<bool(const std::string&)>& wrong) : wrong_(wrong) {}

  // The format string is the kind.
  template <class... Values>
  void tell(fmt::format_string<Values...> text, Values&&... values) {
    const fmt::string_view kind = text;
    Kind& one = kinds_[std::string(kind.data(), kind.size())];
    if (++one.count <= kMostOfAKind) pass_on(one.last = fmt::format(text, std::forward<Values>(values)...));
  }

  // Of the kinds that were found too often. To be called once, at the end.
  void tell_the_rest() {
    for (const auto& [kind, one] : kinds_)
      if (one.count > kMostOfAKind)
        pass_on(fmt::format("{} more findings like this one: {}", one.count - kMostOfAKind, one.last));
  }

 private:
  struct Kind {
    std::size_t count = 0;
    std::string last;
  };
  void pass_on(const std::string& finding) const {
    if (!wrong_(finding)) throw Enough{};
  }

  const std::function<bool(const std::string&)>& wrong_;
  std::map<std::string, Kind, std::less<>> kinds_;
};

template <class See>
void each_row(Database& database, std::string_view sql, const See& see) {
  Statement statement = database.prepare(sql);
  for (Rows row = statement.select(); row.next();) see(row);
}

// "2026-11-20T09:00:00.250Z"; the number itself where it is not a time of this era.
std::string readable(std::int64_t ms);

}  // namespace presenced::store::verification
