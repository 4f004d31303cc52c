// Which part of the people one daemon watches, where several daemons share a watchlist. Pure.
//
// Rendezvous hashing: for each person every shard has a weight, and the heaviest has the person. So each daemon finds
// its people without asking the others, a person keeps the shard for as long as `of` stays, and with one shard more
// only those move whom it takes over: a fifth of them from four shards to five.
#pragma once

#include <string>

#include "base/ids.h"

namespace presenced::watch {

struct Shard {
  static constexpr unsigned kMost = 1'000;  // far more than Slack has people for

  unsigned number = 1;  // from 1
  unsigned of = 1;      // 1: there is only one, which has everybody
  bool operator==(const Shard&) const = default;

  bool alone() const { return of == 1; }
  bool holds(const base::UserId& user) const { return alone() || number_of(user, of) == number; }
  std::string text() const { return std::to_string(number) + "/" + std::to_string(of); }
  // After a number of people: " of shard 2/4"; empty: everybody.
  std::string suffix() const { return alone() ? "" : " of shard " + text(); }

  // The weight of shard n for an id is the FNV-1a hash (64 bits) of the id's bytes, then of n as 4 bytes, the lowest
  // first, mixed by the finalizer of SplitMix64. Other programs may rely on it: it never changes.
  static unsigned number_of(const base::UserId& user, unsigned of);
};

}  // namespace presenced::watch
