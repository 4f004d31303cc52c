#include "config/document.h"

#include <fmt/format.h>
#include <simdjson.h>
#include <yaml-cpp/depthguard.h>
#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/yaml.h>

#include <algorithm>
#include <optional>
#include <sstream>
#include <unordered_map>
#include <utility>
#include <vector>

namespace presenced::config {
namespace {

// Makes the tree of a document from its events, and refuses what must not become one. What it refuses, it throws as
// yaml-cpp's parser throws its own refusals.
class Builder final : public YAML::EventHandler {
 public:
  Tree take() {
    if (documents_ == 0) tree_.add_null(0, 0);
    return std::move(tree_);
  }

  void OnDocumentStart(const YAML::Mark& mark) override {
    if (++documents_ == 2) throw YAML::ParserException(mark, "a second document starts here; expected one");
  }
  void OnDocumentEnd() override {}
  void OnNull(const YAML::Mark& mark, YAML::anchor_t anchor) override {
    count(mark, 1);
    complete(anchor, tree_.add_null(line_of(mark), column_of(mark)), 1);
  }
  void OnScalar(const YAML::Mark& mark, const std::string&, YAML::anchor_t anchor, const std::string& text) override {
    count(mark, 1);
    complete(anchor, tree_.add_scalar(line_of(mark), column_of(mark), text), 1);
  }
  void OnAlias(const YAML::Mark& mark, YAML::anchor_t anchor) override {
    const auto known = anchored_.find(anchor);
    if (known == anchored_.end()) throw YAML::ParserException(mark, "this alias is inside the value that it refers to");
    count(mark, known->second.nodes);
    tree_.refer(known->second.node);
  }
  void OnSequenceStart(const YAML::Mark& mark, const std::string&, YAML::anchor_t anchor,
                       YAML::EmitterStyle::value) override {
    open(mark, anchor, Tree::Kind::sequence);
  }
  void OnSequenceEnd() override { close(); }
  void OnMapStart(const YAML::Mark& mark, const std::string&, YAML::anchor_t anchor,
                  YAML::EmitterStyle::value) override {
    open(mark, anchor, Tree::Kind::mapping);
  }
  void OnMapEnd() override { close(); }

 private:
  struct Collection {
    std::size_t node;
    YAML::anchor_t anchor;
    std::size_t nodes_before;
  };
  struct Anchored {
    std::size_t node;
    std::size_t nodes;  // with every alias in it written out
  };

  static int line_of(const YAML::Mark& mark) { return mark.is_null() ? 0 : mark.line + 1; }
  static int column_of(const YAML::Mark& mark) { return mark.is_null() ? 0 : mark.column + 1; }

  // `nodes_` never passes twice the bound, so it cannot overflow however aliases multiply.
  void count(const YAML::Mark& mark, std::size_t nodes) {
    nodes_ += nodes;
    if (nodes_ > kMostNodes) {
      throw YAML::ParserException(mark, fmt::format("there are more than {} values up to here, aliases written out; "
                                                    "expected fewer",
                                                    kMostNodes));
    }
  }
  void complete(YAML::anchor_t anchor, std::size_t node, std::size_t nodes) {
    if (anchor != 0) anchored_[anchor] = {node, nodes};
  }
  void open(const YAML::Mark& mark, YAML::anchor_t anchor, Tree::Kind kind) {
    const std::size_t before = nodes_;
    count(mark, 1);
    open_.push_back({tree_.open(kind, line_of(mark), column_of(mark)), anchor, before});
  }
  void close() {
    const Collection collection = open_.back();
    open_.pop_back();
    tree_.close(collection.node);
    complete(collection.anchor, collection.node, nodes_ - collection.nodes_before);
  }

  Tree tree_;
  int documents_ = 0;
  std::size_t nodes_ = 0;
  std::vector<Collection> open_;
  std::unordered_map<YAML::anchor_t, Anchored> anchored_;  // the values that are complete
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

Problem not_understood(const YAML::Exception& error, std::string_view text, const std::string& file) {
  if (error.msg.starts_with(YAML::ErrorMsg::INVALID_ESCAPE)) {
    YAML::Mark backslash = error.mark;
    backslash.column -= 2;  // yaml-cpp points behind the byte after it
    return at(
        backslash, file,
        "a backslash in double quotes starts an escape, and this one is not valid; write two of them, or use single "
        "quotes");
  }
  // yaml-cpp repeats what it has read as it is, behind a colon: half of a letter, a control character, or a token.
  std::string message = "not valid YAML: " + error.msg.substr(0, error.msg.find(':'));
  const auto pos = static_cast<std::size_t>(std::max(error.mark.pos, 0));
  if (pos < text.size() && text[pos] == '@') message += "; text that starts with @ must be in quotes";
  return at(error.mark, file, std::move(message));
}

}  // namespace

base::Result<Tree, Problem> parse(std::string_view text, const std::string& file) {
  if (auto problem = not_text(text, file)) return *std::move(problem);
  try {
    Builder builder;
    std::istringstream source{std::string(text)};
    for (YAML::Parser parser(source); parser.HandleNextDocument(builder);) continue;
    return builder.take();
  } catch (const YAML::DeepRecursion& error) {
    return at(error.mark, file, "this is nested too deeply; expected a few levels");
  } catch (const YAML::Exception& error) {
    return not_understood(error, text, file);
  }
}

}  // namespace presenced::config
