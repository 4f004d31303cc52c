// Rows of the source on their way into a staging table: one COPY, begun with the first row, so that a table without
// rows costs nothing. Holds one piece of some 64 KiB at a time.
#pragma once

#include <cstdint>
#include <functional>
#include <initializer_list>
#include <optional>
#include <string>
#include <utility>

#include "central/connection.h"
#include "central/copy_text.h"
#include "store/sqlite.h"

namespace presenced::central {

// All columns of a row as a line of COPY, without its end.
inline void add_copy_row(std::string& into, const store::Rows& row) {
  for (int column = 0; column < row.columns(); ++column) {
    if (column > 0) into += kBetweenValues;
    if (row.is_null(column))
      add_copy_value(into, std::nullopt);
    else
      add_copy_value(into, row.text(column));
  }
}

class Copying {
 public:
  Copying(Connection& connection, std::string table) : connection_(connection), table_(std::move(table)) {}

  void add(const store::Rows& row) {
    add_copy_row(piece_, row);
    end_row();
  }
  void add(std::initializer_list<std::optional<std::int64_t>> numbers) {
    bool first = true;
    for (const auto& number : numbers) {
      if (!std::exchange(first, false)) piece_ += kBetweenValues;
      piece_ += number ? std::to_string(*number) : "\\N";
    }
    end_row();
  }

  // The number of rows. Afterwards the connection is free for statements again.
  std::int64_t end() {
    if (rows_ == 0) return 0;
    send();
    connection_.end_copy();
    return rows_;
  }

 private:
  static constexpr std::size_t kPiece = 65'536;

  void end_row() {
    piece_ += kEndOfRow;
    if (rows_++ == 0) connection_.begin_copy("COPY " + table_ + " FROM STDIN");
    if (piece_.size() >= kPiece) send();
  }
  void send() {
    connection_.copy(piece_);
    piece_.clear();
  }

  Connection& connection_;
  std::string table_;
  std::string piece_;
  std::int64_t rows_ = 0;
};

}  // namespace presenced::central
