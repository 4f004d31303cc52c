#include "presencectl/questions.h"

#include <algorithm>

namespace presenced::commands::test {

using store::test::Lines;

Request Questions::drawn(bool may_correct) {
  asked = {people};
  if (random.below(3) != 0) {
    asked.from = random.below(kTicks);
    asked.to = asked.from + 1 + random.below(random.below(2) == 0 ? 200 : kTicks);
    asked.to = std::min(asked.to, kTicks);
  }
  Request request;
  if (may_correct && random.below(2) == 0) {
    asked.merge_flaps = 30 + static_cast<std::int64_t>(random.below(300));
    request.merge_flaps = std::to_string(asked.merge_flaps) + "s";
  }
  if (may_correct && random.below(2) == 0) {
    asked.idle_grace = kTickSeconds * static_cast<std::int64_t>(1 + random.below(60));
    request.idle_grace = std::to_string(asked.idle_grace) + "s";
  }
  request.since = time_of(asked.from);
  request.until = time_of(asked.to);
  return request;
}

std::string Questions::time_of(std::size_t tick) const { return "@" + std::to_string(days.ms(tick) / 1000); }

Request Questions::addressed(const std::string& command, Request request) const {
  request.command = command;
  request.db = history.file();
  request.who = who;
  request.format = rendering::Format::jsonl;
  return request;
}

Lines Questions::rows(const std::string& command, const Request& request, const Keys& keys) const {
  const Answer answer = history.ask(addressed(command, request));
  REQUIRE_MESSAGE(answer.status == ExitStatus::answered, command);
  return values(answer.lines(), keys);
}

std::string value(const std::string& line, const std::string& key) {
  const std::size_t at = line.find("\"" + key + "\":");
  REQUIRE_MESSAGE(at != std::string::npos, key << " in " << line);
  const std::size_t begin = at + key.size() + 3;
  return line.substr(begin, line.find_first_of(",}", begin) - begin);
}
Lines values(const Lines& lines, const Keys& keys) {
  Lines found;
  for (const std::string& line : lines) {
    found.emplace_back();
    for (const char* key : keys) found.back() += value(line, key) + " ";
  }
  return found;
}

void check_same(const std::string& command, const Lines& said, const Lines& wanted) {
  const auto differing = std::mismatch(said.begin(), said.end(), wanted.begin(), wanted.end());
  CAPTURE(command);
  CAPTURE((differing.first == said.end() ? std::string("nothing more") : *differing.first));
  CAPTURE((differing.second == wanted.end() ? std::string("nothing more") : *differing.second));
  CHECK((differing.first == said.end() && differing.second == wanted.end()));
}

}  // namespace presenced::commands::test
