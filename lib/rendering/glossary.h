// The meanings of the words that answers use: for the help, and for the legend under a table.
#pragma once

#include <string>
#include <vector>

#include "answers/answers.h"
#include "history/record.h"
#include "rendering/sheet.h"

namespace presenced::rendering {

struct Word {
  std::string word;
  std::string meaning;  // a phrase of one line
};

Word explained(history::Source source);
// As a table writes it: "or earlier" for at_latest.
Word explained(answers::Certainty certainty);

std::vector<Word> all_sources();
std::vector<Word> all_certainties();

// A line each, the meanings aligned. `indent`: spaces before each.
std::string glossary(const std::vector<Word>& words, std::size_t indent = 0);

}  // namespace presenced::rendering
