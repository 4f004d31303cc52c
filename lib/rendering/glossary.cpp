#include "rendering/glossary.h"

#include <algorithm>
#include <array>

#include "text/text.h"

namespace presenced::rendering {
namespace {

const char* meaning_of(history::Source source) {
  using history::Source;
  switch (source) {
    case Source::push:
      return "Slack reported the change as it happened";
    case Source::first:
      return "the first state ever seen of this person";
    case Source::resync:
      return "found when watching resumed after a gap";
    case Source::audit:
      return "found by a check; no event had reported it";
    case Source::sample:
      return "found by polling; it happened after the poll before";
    case Source::expiry:
      return "the status ended at the time that was set for it";
    case Source::late:
      return "the event reached presenced more than 10 s after Slack's time for it";
  }
  return "";
}

}  // namespace

Word explained(history::Source source) { return {std::string(name_of(source)), meaning_of(source)}; }

Word explained(answers::Certainty certainty) {
  switch (certainty) {
    case answers::Certainty::exact:
      return {"seen", "the change was seen as it happened"};
    case answers::Certainty::between:
      return {"after TIME", "it happened after TIME and not later than SINCE"};
    case answers::Certainty::at_latest:
      return {"or earlier", "it was already so when watching began or resumed"};
    case answers::Certainty::unknown:
      break;
  }
  return {"was STATE", "nobody is watching; SINCE is when that began, STATE was the last one (or: never seen)"};
}

std::vector<Word> all_sources() {
  std::vector<Word> words;
  for (std::size_t i = 0; i < history::kSourceCount; ++i) words.push_back(explained(static_cast<history::Source>(i)));
  return words;
}

std::vector<Word> all_certainties() {
  using answers::Certainty;
  std::vector<Word> words;
  for (const Certainty one : {Certainty::exact, Certainty::between, Certainty::at_latest, Certainty::unknown})
    words.push_back(explained(one));
  return words;
}

std::string glossary(const std::vector<Word>& words, std::size_t indent) {
  std::size_t widest = 0;
  for (const Word& word : words) widest = std::max(widest, text::columns(word.word));
  std::string lines;
  for (const Word& word : words)
    lines += std::string(indent, ' ') + text::padded_right(word.word, widest) + "  " + word.meaning + "\n";
  return lines;
}

}  // namespace presenced::rendering
