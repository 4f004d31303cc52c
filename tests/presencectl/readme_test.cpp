// The answers in README.md are what presencectl prints: each code block after a line <!-- example --> begins with a
// command, which is asked of the history of working_month.h at its own moment. PRESENCED_RENEW_README=1 writes them
// again (scripts/readme-examples).
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <sstream>

#include "../../daemon/presencectl/command_line.h"
#include "presencectl/working_month.h"

namespace presenced::commands::test {
namespace {

const std::filesystem::path kReadme = PRESENCED_README;
constexpr std::size_t kColumns = 90;

// A command as a shell takes it: words, with single quotes; "| head -N" keeps the first lines.
struct Typed {
  std::vector<std::string> words;  // without the name of the program
  std::size_t head = 0;            // 0: everything
};

Typed typed(const std::string& command) {
  Typed typed;
  constexpr std::string_view kPrompt = "$ presencectl";
  std::istringstream line(command.substr(kPrompt.size(), command.find(" | ") - kPrompt.size()));
  for (std::string word; line >> word;) {
    if (word.starts_with('\''))
      for (std::string more; !word.ends_with('\'') && std::getline(line, more, '\'');) word += more + '\'';
    if (word.starts_with('\'')) word = word.substr(1, word.size() - 2);
    typed.words.push_back(word);
  }
  constexpr std::string_view kHead = " | head -";
  if (const std::size_t at = command.find(kHead); at != command.npos)
    typed.head = std::stoul(command.substr(at + kHead.size()));
  return typed;
}

std::string answered(const WrittenHistory& history, const std::string& command) {
  const Typed question = typed(command);
  presencectl::CommandLine line = presencectl::read_command_line(question.words);
  REQUIRE_MESSAGE(line.command != nullptr, command);
  line.request.db = history.file();
  const Answer answer = history.ask(line.request);
  CAPTURE(command);
  CHECK(answer.status == ExitStatus::answered);
  CHECK(answer.said.empty());
  std::string text;
  std::istringstream lines(answer.text);
  std::size_t number = 0;
  for (std::string one; std::getline(lines, one) && (question.head == 0 || number < question.head); ++number) {
    if (one.starts_with("\xEF\xBB\xBF")) one.erase(0, 3);
    one.erase(one.find_last_not_of(" \r") + 1);
    text += one + "\n";
  }
  return text;
}

// README.md with the answers as they are now.
std::string renewed(const std::string& readme, const WrittenHistory& history, int& examples) {
  std::istringstream lines(readme);
  std::string text, line;
  while (std::getline(lines, line)) {
    text += line + "\n";
    if (line != "<!-- example -->") continue;
    ++examples;
    std::string command;
    REQUIRE((std::getline(lines, line) && line == "```" && std::getline(lines, command)));
    REQUIRE_MESSAGE(command.starts_with("$ presencectl "), command);
    text += line + "\n" + command + "\n" + answered(history, command);
    while (std::getline(lines, line) && line != "```") {
    }
    text += line + "\n";
  }
  return text;
}

TEST_CASE("the answers in README.md are those of presencectl") {
  std::ifstream file(kReadme, std::ios::binary);
  const std::string readme{std::istreambuf_iterator<char>(file), {}};
  WrittenHistory history;
  write_working_month(history);
  history.style.width = kColumns;
  history.style.terminal = true;
  int examples = 0;
  const std::string now = renewed(readme, history, examples);
  CHECK(examples >= 8);
  if (std::getenv("PRESENCED_RENEW_README") != nullptr) {
    std::ofstream(kReadme, std::ios::binary) << now;
    return;
  }
  std::istringstream want(now), have(readme);
  std::string wanted, got;
  while (std::getline(want, wanted) && std::getline(have, got))
    REQUIRE_MESSAGE(got == wanted, "scripts/readme-examples renews it");
  CHECK(now.size() == readme.size());
}

}  // namespace
}  // namespace presenced::commands::test
