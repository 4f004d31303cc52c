#include "presencectl/brute_force.h"

#include <algorithm>
#include <map>
#include <set>
#include <sstream>

#include "presencectl/signs.h"

namespace presenced::commands::test {
namespace {

using store::test::Lines;

std::string in_quotes(const std::string& text) { return "\"" + text + "\""; }
std::string presence_word(char sign) { return sign == 'a' ? "\"active\"" : sign == 'w' ? "\"away\"" : "\"unknown\""; }
std::string status_word(char sign) { return sign == '?' ? "null" : in_quotes(drawn_status(sign).text); }
std::string person_words(std::size_t person) {
  return in_quotes(kPeople[person].workspace) + " " + in_quotes(kPeople[person].id) + " ";
}

const Seen* seen_by(const std::vector<Seen>& seen, std::size_t tick) {
  const Seen* newest = nullptr;
  for (const Seen& one : seen)
    if (one.tick <= tick) newest = &one;
  return newest;
}

}  // namespace

void BruteForce::add_runs(const Asked& asked, const std::string& head,
                          const std::function<std::string(std::size_t)>& word_at, Lines& into) const {
  for (std::size_t begin = asked.from, end = asked.from; begin < asked.to; begin = end) {
    const std::string word = word_at(begin);
    while (end < asked.to && word_at(end) == word) ++end;
    into.push_back(head + ms(begin) + " " + ms(end) + " " + word + " ");
  }
}

Lines BruteForce::intervals(const Asked& asked) const {
  Lines lines;
  for (const std::size_t person : asked.people) {
    const Signs signs = corrected(days_.presence[person].signs, asked.merge_flaps, asked.idle_grace);
    add_runs(
        asked, person_words(person), [&](std::size_t tick) { return presence_word(signs[tick]); }, lines);
  }
  return lines;
}

Lines BruteForce::status_intervals(const Asked& asked) const {
  Lines lines;
  for (const std::size_t person : asked.people)
    add_runs(
        asked, person_words(person), [&](std::size_t tick) { return status_word(days_.status[person].signs[tick]); },
        lines);
  return lines;
}

Lines BruteForce::gaps(const Asked& asked) const {
  Lines lines;
  for (const std::size_t person : asked.people) {
    const Signs& signs = days_.presence[person].signs;
    const auto& ends = days_.coverage_ends[person];
    for (std::size_t from = asked.from, to = from; from < asked.to; from = std::max(to, from + 1)) {
      if (signs[from] != '?') continue;
      for (to = from; to < asked.to && signs[to] == '?';) ++to;
      const std::size_t began = begin_of_run(signs, from);
      const auto ended = ends.upper_bound(from);
      std::string reason = ended == ends.begin() ? "no_record" : std::prev(ended)->second;
      if (began == days_.alive_until) reason = "recorder_silent";
      lines.push_back(person_words(person) + ms(from) + " " + ms(to) + " " + in_quotes(reason) + " ");
    }
  }
  return lines;
}

Lines BruteForce::sessions(const Asked& asked) const {
  std::set<std::string> workspaces;
  for (const std::size_t person : asked.people) workspaces.insert(kPeople[person].workspace);
  Lines lines;
  for (const DrawnDays::Session& session : days_.sessions) {
    const bool alive = session.from < asked.to && (!session.to || *session.to > asked.from);
    if (!alive || !workspaces.contains(kWorkspaces[session.workspace])) continue;
    lines.push_back(in_quotes(kWorkspaces[session.workspace]) + " " + ms(session.from) + " " +
                    (session.to ? ms(*session.to) + " " + in_quotes(session.reason) : "null null") + " ");
  }
  return lines;
}

Lines BruteForce::log(const Asked& asked, bool presence, bool status) const {
  const std::set<std::size_t> people(asked.people.begin(), asked.people.end());
  Lines lines;
  for (std::size_t i = 0; i < days_.changes.size(); ++i) {
    const auto& [person, of_status, seen] = days_.changes[i];
    if (!people.contains(person) || !(of_status ? status : presence)) continue;
    if (seen.tick < asked.from || seen.tick >= asked.to) continue;
    lines.push_back(std::to_string(i + 1) + " " + ms(seen.tick) + " " + person_words(person) + in_quotes(seen.source) +
                    " " + ms(seen.earliest) + " " +
                    (of_status ? "null " + status_word(seen.sign) : presence_word(seen.sign) + " null") + " ");
  }
  return lines;
}

Lines BruteForce::moment(const Asked& asked, std::size_t tick) const {
  Lines lines;
  for (const std::size_t person : asked.people) {
    const DrawnFacet& presence = days_.presence[person];
    const DrawnFacet& status = days_.status[person];
    const std::size_t since = begin_of_run(presence.signs, tick);
    const char sign = presence.signs[tick];
    const Seen* const seen = seen_by(presence.seen, since);
    std::string certainty = "unknown", earliest = "null", last_known = "null", shown_since = ms(since);
    if (sign == '?') {
      const bool never = since == 0;
      if (never) shown_since = "null";
      if (!never && seen != nullptr) last_known = presence_word(seen->sign);
    } else if (seen->tick < since || std::string(seen->source) == "first") {
      certainty = "at_latest";
    } else if (seen->earliest < seen->tick) {
      certainty = "between";
      earliest = ms(seen->earliest);
    } else {
      certainty = "exact";
    }
    const char text = status.signs[tick];
    lines.push_back(
        person_words(person) + presence_word(sign) + " " + shown_since + " " + in_quotes(certainty) + " " + earliest +
        " " + last_known + " " +
        (text == '?' ? "false null null" : "true " + status_word(text) + " " + ms(begin_of_run(status.signs, tick))) +
        " ");
  }
  return lines;
}

Lines BruteForce::summary(const Asked& asked, rendering::Period period) const {
  struct Sum {
    std::string date;
    std::int64_t active = 0, away = 0, unknown = 0;
    std::string first = "null", last = "null";
  };
  Lines lines;
  for (const std::size_t person : asked.people) {
    const Signs signs = corrected(days_.presence[person].signs, asked.merge_flaps, asked.idle_grace);
    std::map<std::string, Sum> parts;
    for (std::size_t tick = asked.from; tick < asked.to; ++tick) {
      if (!asked_about(tick, asked)) continue;
      const Part part = part_of(tick, period);
      Sum& sum = parts[part.key];
      sum.date = part.date;
      (signs[tick] == 'a' ? sum.active : signs[tick] == 'w' ? sum.away : sum.unknown) += kTickSeconds * 1000;
      if (signs[tick] != 'a') continue;
      if (sum.first == "null") sum.first = ms(tick);
      sum.last = ms(tick + 1);
    }
    for (const auto& [key, sum] : parts)
      lines.push_back(person_words(person) + sum.date + " " + std::to_string(sum.active) + " " +
                      std::to_string(sum.away) + " " + std::to_string(sum.unknown) + " " + sum.first + " " + sum.last +
                      " ");
  }
  return lines;
}

bool BruteForce::asked_about(std::size_t tick, const Asked& asked) const {
  const std::tm local = calendar_.at(days_.ms(tick) / 1000);
  int day = local.tm_wday;
  if (asked.between) {
    const auto [from, to] = *asked.between;
    const int clock = local.tm_hour * 3600 + local.tm_min * 60 + local.tm_sec;
    const bool evening = clock >= from;
    const bool morning = clock < to;
    if (from < to ? !(evening && morning) : !(evening || morning)) return false;
    if (from > to && morning) day = (day + 6) % 7;
  }
  return asked.weekdays.empty() || asked.weekdays.contains(day);
}

BruteForce::Part BruteForce::part_of(std::size_t tick, rendering::Period period) const {
  using rendering::Period;
  const std::int64_t second = days_.ms(tick) / 1000;
  std::tm local = calendar_.at(second);
  if (period == Period::all) return {"", "null"};
  if (period == Period::weekday) return {std::to_string((local.tm_wday + 6) % 7), "null"};
  std::string key;
  if (period == Period::hour) {  // of one offset: where it began, or would have begun
    const std::int64_t begin = second - local.tm_min * 60 - local.tm_sec;
    key = std::to_string(begin) + "/" + std::to_string(local.tm_gmtoff);
  }
  if (period == Period::week) local.tm_mday -= (local.tm_wday + 6) % 7;
  if (period == Period::month || period == Period::year) local.tm_mday = 1;
  if (period == Period::year) local.tm_mon = 0;
  if (period == Period::week || period == Period::month || period == Period::year) {
    local.tm_hour = 12;
    local.tm_isdst = -1;
    local = calendar_.at(std::mktime(&local));
  }
  std::array<char, 16> text{};
  std::strftime(text.data(), text.size(), "%Y-%m-%d", &local);
  return {key.empty() ? text.data() : key, in_quotes(text.data())};
}

Lines BruteForce::heatmap(const Asked& asked) const {
  std::array<std::array<std::int64_t, 2>, 7 * 24> cells{};  // active, covered
  std::vector<Signs> people;
  for (const std::size_t person : asked.people)
    people.push_back(corrected(days_.presence[person].signs, asked.merge_flaps, asked.idle_grace));
  for (std::size_t tick = asked.from; tick < asked.to; ++tick) {
    const std::tm local = calendar_.at(days_.ms(tick) / 1000);
    auto& cell = cells[static_cast<std::size_t>((local.tm_wday + 6) % 7 * 24 + local.tm_hour)];
    for (const Signs& signs : people) {
      cell[0] += signs[tick] == 'a' ? kTickSeconds * 1000 : 0;
      cell[1] += signs[tick] != '?' ? kTickSeconds * 1000 : 0;
    }
  }
  Lines lines;
  for (const auto& cell : cells) lines.push_back(std::to_string(cell[0]) + " " + std::to_string(cell[1]) + " ");
  return lines;
}

Lines BruteForce::overlap(const Asked& asked) const {
  std::vector<Signs> people;
  for (const std::size_t person : asked.people)
    people.push_back(corrected(days_.presence[person].signs, asked.merge_flaps, asked.idle_grace));
  Lines lines;
  add_runs(
      asked, "",
      [&](std::size_t tick) -> std::string {
        std::set<char> states;
        for (const Signs& signs : people) states.insert(signs[tick]);
        if (asked.any && states.contains('a')) return "\"any\"";
        if (!asked.any && states.contains('w')) return "apart";
        if (asked.any && !states.contains('?')) return "apart";
        return states.contains('?') ? "\"undecided\"" : "\"together\"";
      },
      lines);
  std::erase_if(lines, [&](const std::string& line) {
    std::istringstream words(line);
    std::int64_t from = 0, to = 0;
    words >> from >> to;
    return line.ends_with("apart ") || to - from < static_cast<std::int64_t>(asked.shortest) * kTickSeconds * 1000;
  });
  return lines;
}

}  // namespace presenced::commands::test
