// A YAML document as the reading steps see it: a tree of values, each with its place. The whole tree is one vector and
// one text, because a watchlist has tens of thousands of values: yaml-cpp's own tree takes some 700 bytes for each,
// in small pieces, where this one takes 20 and the text.
//
// Immutable once built (`parse`, document.h). Aliases are followed; there are no cycles (an alias inside of what it
// refers to is no tree). A node is a view: the tree must outlive it.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace presenced::config {

class Tree {
 public:
  enum class Kind : std::uint8_t { null, scalar, sequence, mapping, alias };

  class Node {
   public:
    bool is_null() const { return kind() == Kind::null; }
    bool is_scalar() const { return kind() == Kind::scalar; }
    bool is_sequence() const { return kind() == Kind::sequence; }
    bool is_mapping() const { return kind() == Kind::mapping; }

    // From 1; 0: it has no place of its own. Of an alias, those of what it refers to.
    int line() const;
    int column() const;

    std::string_view scalar() const;  // of a scalar only

    // Calls `each(item)` for the items of a sequence, in their order; `each(key, value)` for the pairs of a mapping,
    // in theirs, equal keys included.
    template <class Each>
    void items(const Each& each) const {
      for (std::size_t at = index_ + 1; at < end(); at = tree_->after(at)) each(tree_->node(at));
    }
    template <class Each>
    void pairs(const Each& each) const {
      for (std::size_t key = index_ + 1; key < end();) {
        const std::size_t value = tree_->after(key);
        each(tree_->node(key), tree_->node(value));
        key = tree_->after(value);
      }
    }

   private:
    friend class Tree;
    Node(const Tree& tree, std::size_t index) : tree_(&tree), index_(index) {}
    Kind kind() const;
    std::size_t end() const { return tree_->after(index_); }

    const Tree* tree_;
    std::size_t index_;  // never of an alias
  };

  Node root() const { return node(0); }

  // ---- building, from the first value to the last, each collection between `open` and `close` ----

  // Each returns what `refer` and `close` call it.
  std::size_t add_null(int line, int column);
  std::size_t add_scalar(int line, int column, std::string_view text);
  std::size_t open(Kind kind, int line, int column);  // sequence or mapping
  void close(std::size_t collection);
  void refer(std::size_t target);  // an alias of a value that is complete

 private:
  // In the order of the text: a collection's content follows it.
  struct Record {
    Kind kind;
    int line;
    int column;
    std::uint32_t start;  // scalar: where its text begins; collection: where what follows it begins; alias: its target
    std::uint32_t size;   // scalar: of its text
  };

  std::size_t add(const Record& record);
  std::size_t after(std::size_t index) const;
  Node node(std::size_t index) const;

  std::vector<Record> records_;
  std::string text_;
};

}  // namespace presenced::config
