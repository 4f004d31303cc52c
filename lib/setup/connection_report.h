// What the findings of `check --connect` mean: lines for a person, and whether the workspace can be recorded. Pure.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "feeds/feed.h"
#include "setup/findings.h"

namespace presenced::setup {

struct ConnectionReport {
  std::vector<std::string> lines;  // without line ends; nothing in them drives a terminal
  // Every facet that the watchlist tracks has a feed, Slack refuses nothing that the configuration asks for, no scope
  // that is needed is missing, and somebody is visible.
  bool good = false;
};

// `feeds` in the order of rank, as the daemon has them (feeds::all_feeds()).
ConnectionReport report_on(const Findings& findings, std::span<const feeds::FeedRow> feeds);

}  // namespace presenced::setup
