#include "config/tree.h"

namespace presenced::config {

Tree::Kind Tree::Node::kind() const { return tree_->records_[index_].kind; }

int Tree::Node::line() const { return tree_->records_[index_].line; }

int Tree::Node::column() const { return tree_->records_[index_].column; }

std::string_view Tree::Node::scalar() const {
  const Record& record = tree_->records_[index_];
  return std::string_view(tree_->text_).substr(record.start, record.size);
}

std::size_t Tree::add_null(int line, int column) { return add({Kind::null, line, column, 0, 0}); }

std::size_t Tree::add_scalar(int line, int column, std::string_view text) {
  const auto start = static_cast<std::uint32_t>(text_.size());
  text_ += text;
  return add({Kind::scalar, line, column, start, static_cast<std::uint32_t>(text.size())});
}

std::size_t Tree::open(Kind kind, int line, int column) { return add({kind, line, column, 0, 0}); }

void Tree::close(std::size_t collection) { records_[collection].start = static_cast<std::uint32_t>(records_.size()); }

void Tree::refer(std::size_t target) { add({Kind::alias, 0, 0, static_cast<std::uint32_t>(target), 0}); }

std::size_t Tree::add(const Record& record) {
  records_.push_back(record);
  return records_.size() - 1;
}

std::size_t Tree::after(std::size_t index) const {
  const Record& record = records_[index];
  const bool collection = record.kind == Kind::sequence || record.kind == Kind::mapping;
  return collection ? record.start : index + 1;
}

Tree::Node Tree::node(std::size_t index) const {
  const Record& record = records_[index];
  return {*this, record.kind == Kind::alias ? record.start : index};
}

}  // namespace presenced::config
