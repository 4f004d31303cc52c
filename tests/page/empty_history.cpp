// Makes an empty history, which demo_history.py fills: empty_history FILE.
#include <cstdio>
#include <exception>

#include "store/history_db.h"

int main(int count, char** words) try {
  if (count != 2) return 2;
  auto opened = presenced::store::HistoryDb::open({.file = words[1], .version = "demo"});
  if (!opened) {
    std::fprintf(stderr, "empty_history: cannot make %s\n", words[1]);
    return 1;
  }
  return 0;
} catch (const std::exception& error) {
  std::fprintf(stderr, "empty_history: %s\n", error.what());
  return 1;
}
