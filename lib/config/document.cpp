#include "config/document.h"

#include <fmt/format.h>
#include <simdjson.h>
#include <yaml-cpp/depthguard.h>
#include <yaml-cpp/eventhandler.h>

#include <algorithm>
#include <optional>
#include <sstream>
#include <unordered_map>
#include <utility>
#include <vector>

namespace presenced::config {
namespace {

// Measures a document from its events, before a tree of it is built. What it refuses, it throws as yaml-cpp's parser
// throws its own refusals.
class Gauge final : public YAML::EventHandler {
 public:
  void OnDocumentStart(const YAML::Mark& mark) override {
    if (++documents_ == 2) throw YAML::ParserException(mark, "a second document starts here; expected one");
  }
  void OnDocumentEnd() override {}
  void OnNull(const YAML::Mark& mark, YAML::anchor_t anchor) override { leaf(mark, anchor); }
  void OnScalar(const YAML::Mark& mark, const std::string&, YAML::anchor_t anchor, const std::string&) override {
    leaf(mark, anchor);
  }
  void OnAlias(const YAML::Mark& mark, YAML::anchor_t anchor) override {
    const auto known = size_of_.find(anchor);
    if (known == size_of_.end()) throw YAML::ParserException(mark, "this alias stands inside of what it refers to");
    count(mark, known->second);
  }
  void OnSequenceStart(const YAML::Mark& mark, const std::string&, YAML::anchor_t anchor,
                       YAML::EmitterStyle::value) override {
    open(mark, anchor);
  }
  void OnSequenceEnd() override { close(); }
  void OnMapStart(const YAML::Mark& mark, const std::string&, YAML::anchor_t anchor,
                  YAML::EmitterStyle::value) override {
    open(mark, anchor);
  }
  void OnMapEnd() override { close(); }

 private:
  struct Collection {
    YAML::anchor_t anchor;
    std::size_t nodes_before;
  };

  // `nodes_` never passes twice the bound, so it cannot overflow however aliases multiply.
  void count(const YAML::Mark& mark, std::size_t nodes) {
    nodes_ += nodes;
    if (nodes_ > kMostNodes) {
      throw YAML::ParserException(mark, fmt::format("there are more than {} values up to here, aliases written out; "
                                                    "expected fewer",
                                                    kMostNodes));
    }
  }
  void leaf(const YAML::Mark& mark, YAML::anchor_t anchor) {
    count(mark, 1);
    if (anchor != 0) size_of_[anchor] = 1;
  }
  void open(const YAML::Mark& mark, YAML::anchor_t anchor) {
    open_.push_back({anchor, nodes_});
    count(mark, 1);
  }
  void close() {
    const Collection collection = open_.back();
    open_.pop_back();
    if (collection.anchor != 0) size_of_[collection.anchor] = nodes_ - collection.nodes_before;
  }

  int documents_ = 0;
  std::size_t nodes_ = 0;
  std::vector<Collection> open_;
  std::unordered_map<YAML::anchor_t, std::size_t> size_of_;  // of the anchors that are complete
};

// YAML forbids control characters in its text (YAML 1.2.2, 5.1); yaml-cpp 0.7 takes some of them for the end of the
// file, which would silently cut it short.
std::optional<Problem> not_text(std::string_view text, const std::string& file) {
  int line = 1;
  for (std::size_t start = 0; start < text.size(); ++line) {
    const std::size_t end = std::min(text.find('\n', start), text.size());
    const std::string_view row = text.substr(start, end - start);
    const auto control = std::find_if(row.begin(), row.end(), [](char c) {
      return (static_cast<unsigned char>(c) < 0x20 && c != '\t' && c != '\r') || c == 0x7f;
    });
    if (control != row.end()) {
      const int column = static_cast<int>(control - row.begin()) + 1;
      return Problem{file, line, column, "", "there is a control character here; expected text in UTF-8"};
    }
    if (!simdjson::validate_utf8(row.data(), row.size())) {
      return Problem{file, line, 1, "", "this line is not valid UTF-8; expected text in UTF-8"};
    }
    start = end + 1;
  }
  return std::nullopt;
}

Problem at(const YAML::Mark& mark, const std::string& file, std::string message) {
  if (mark.is_null()) return {file, 0, 0, "", std::move(message)};
  return {file, mark.line + 1, mark.column + 1, "", std::move(message)};
}

std::string explain(const YAML::Exception& error, std::string_view text) {
  std::string message = error.msg;
  const auto pos = static_cast<std::size_t>(std::max(error.mark.pos, 0));
  if (pos < text.size() && text[pos] == '@') message += "; text that starts with @ must stand in quotes";
  return message;
}

}  // namespace

base::Result<YAML::Node, Problem> parse(std::string_view text, const std::string& file) {
  if (auto problem = not_text(text, file)) return *std::move(problem);
  const std::string source(text);
  try {
    Gauge gauge;
    std::istringstream events(source);
    for (YAML::Parser parser(events); parser.HandleNextDocument(gauge);) continue;
    return YAML::Load(source);
  } catch (const YAML::DeepRecursion& error) {
    return at(error.mark, file, "this is nested too deeply; expected a few levels");
  } catch (const YAML::Exception& error) {
    return at(error.mark, file, "not understood as YAML: " + explain(error, text));
  }
}

}  // namespace presenced::config
