#include "time/posix_zone.h"

#include <algorithm>
#include <array>
#include <iterator>
#include <utility>

namespace presenced::time {

// Reads a rule from its beginning on. Each part is empty when the text does not go on with one.
class PosixRuleText {
 public:
  explicit PosixRuleText(std::string_view text) : rest_(text) {}

  std::optional<PosixRule> rule() {
    PosixRule rule;
    const auto standard = name();
    const auto offset = standard ? time(24) : std::nullopt;
    if (!offset) return std::nullopt;
    rule.standard_ = {*standard, -*offset};  // POSIX counts west of Greenwich as positive
    if (rest_.empty()) return rule;
    auto summer = summer_after(rule.standard_);
    if (!summer || !rest_.empty()) return std::nullopt;
    rule.summer_ = std::move(*summer);
    return rule;
  }

 private:
  std::optional<PosixRule::Summer> summer_after(const PosixRule::Clock& standard) {
    PosixRule::Summer summer{};
    const auto called = name();
    if (!called) return std::nullopt;
    summer.clock = {*called, standard.utc_offset + std::chrono::hours{1}};
    if (!rest_.empty() && rest_.front() != ',') {
      const auto offset = time(24);
      if (!offset) return std::nullopt;
      summer.clock.utc_offset = -*offset;
    }
    if (rest_.empty()) rest_ = ",M3.2.0,M11.1.0";
    const auto begin = change();
    const auto end = change();
    if (!begin || !end) return std::nullopt;
    summer.begin = *begin;
    summer.end = *end;
    return summer;
  }

  bool skip(char wanted) {
    if (!rest_.starts_with(wanted)) return false;
    rest_.remove_prefix(1);
    return true;
  }

  std::optional<unsigned> number(unsigned most) {
    unsigned value = 0;
    std::size_t digits = 0;
    for (; digits < rest_.size() && rest_[digits] >= '0' && rest_[digits] <= '9' && value <= most; ++digits)
      value = value * 10 + static_cast<unsigned>(rest_[digits] - '0');
    rest_.remove_prefix(digits);
    if (digits == 0 || value > most) return std::nullopt;
    return value;
  }

  // "CET", "<+0530>": three characters or more.
  std::optional<std::string> name() {
    const bool quoted = skip('<');
    const auto belongs = [&](char c) {
      const bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
      return letter || (quoted && ((c >= '0' && c <= '9') || c == '+' || c == '-'));
    };
    const auto end = std::find_if_not(rest_.begin(), rest_.end(), belongs);
    std::string found(rest_.begin(), end);
    rest_.remove_prefix(found.size());
    if (found.size() < 3 || (quoted && !skip('>'))) return std::nullopt;
    return found;
  }

  // "-1", "5:30", "+02:00:00".
  std::optional<std::chrono::seconds> time(unsigned most_hours) {
    const bool minus = skip('-');
    if (!minus) skip('+');
    const auto hour = number(most_hours);
    if (!hour) return std::nullopt;
    std::chrono::seconds sum = std::chrono::hours{*hour};
    for (const std::chrono::seconds unit : {std::chrono::seconds{60}, std::chrono::seconds{1}}) {
      if (!skip(':')) break;
      const auto part = number(59);
      if (!part) return std::nullopt;
      sum += *part * unit;
    }
    return minus ? -sum : sum;
  }

  // ",M3.5.0/3", ",J60", ",59/-1"
  std::optional<PosixRule::Change> change() {
    if (!skip(',')) return std::nullopt;
    PosixRule::Change found{PosixRule::DayOfYear{0, true}, std::chrono::hours{2}};
    if (skip('M')) {
      const auto month = number(12);
      const auto week = month && skip('.') ? number(5) : std::nullopt;
      const auto weekday = week && skip('.') ? number(6) : std::nullopt;
      if (!weekday || *month == 0 || *week == 0) return std::nullopt;
      found.day = PosixRule::DayOfWeek{std::chrono::month{*month}, *week, *weekday};
    } else {
      const bool julian = skip('J');
      const auto day = number(365);
      if (!day || (julian && *day == 0)) return std::nullopt;
      found.day = PosixRule::DayOfYear{static_cast<int>(*day) - (julian ? 1 : 0), julian};
    }
    if (!skip('/')) return found;
    const auto at = time(167);  // a week, as TZif files have it
    if (!at) return std::nullopt;
    found.time = *at;
    return found;
  }

  std::string_view rest_;
};

std::optional<PosixRule> PosixRule::parse(std::string_view text) { return PosixRuleText(text).rule(); }

std::chrono::local_seconds PosixRule::Change::in(std::chrono::year year) const {
  if (const auto* weekday = std::get_if<DayOfWeek>(&day)) {
    const auto month = year / weekday->month;
    const std::chrono::weekday which{weekday->weekday};
    const std::chrono::local_days date = weekday->week == 5 ? std::chrono::local_days{month / which[std::chrono::last]}
                                                            : std::chrono::local_days{month / which[weekday->week]};
    return date + time;
  }
  const auto& counted = std::get<DayOfYear>(day);
  constexpr int kFirstOfMarch = 59;  // from 0 on, where 29 February is not counted
  const bool beyond_29 = counted.without_29 && year.is_leap() && counted.day >= kFirstOfMarch;
  return std::chrono::local_days{year / 1 / 1} + std::chrono::days{counted.day + (beyond_29 ? 1 : 0)} + time;
}

Offset PosixRule::at(base::WallTime time) const {
  if (!summer_) return {kAllTime, standard_.utc_offset, standard_.abbreviation};
  struct Turn {
    base::WallTime at;
    const Clock* clock;  // from then on
  };
  std::array<Turn, 6> turns;  // those of the year and of its neighbours
  const auto moment = [](std::chrono::local_seconds local, const Clock& before) {
    return base::WallTime{local.time_since_epoch() - before.utc_offset};
  };
  const std::chrono::year_month_day date{
      std::chrono::floor<std::chrono::days>(LocalTime{time.time_since_epoch() + standard_.utc_offset})};
  for (int i = 0; i < 3; ++i) {
    const std::chrono::year year = date.year() + std::chrono::years{i - 1};
    turns[static_cast<std::size_t>(i) * 2] = {moment(summer_->begin.in(year), standard_), &summer_->clock};
    turns[static_cast<std::size_t>(i) * 2 + 1] = {moment(summer_->end.in(year), summer_->clock), &standard_};
  }
  std::stable_sort(turns.begin(), turns.end(), [](const Turn& a, const Turn& b) { return a.at < b.at; });
  const auto next = std::find_if(turns.begin(), turns.end(), [&](const Turn& turn) { return turn.at > time; });
  const auto last = std::prev(next);  // the year before has two turns
  return {{last->at, next->at}, last->clock->utc_offset, last->clock->abbreviation};
}

namespace {

class PosixZone final : public Zone {
 public:
  PosixZone(std::string_view text, PosixRule rule) : name_(text), rule_(std::move(rule)) {}
  const std::string& name() const override { return name_; }
  Offset at(base::WallTime time) const override { return rule_.at(time); }

 private:
  std::string name_;
  PosixRule rule_;
};

}  // namespace

std::shared_ptr<const Zone> posix_zone(std::string_view text) {
  auto rule = PosixRule::parse(text);
  return rule ? std::make_shared<PosixZone>(text, std::move(*rule)) : nullptr;
}

}  // namespace presenced::time
