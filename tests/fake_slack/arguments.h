// The command line of the program `fake_slack`. Apart, because CLI11 takes long to compile.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace presenced::fake_slack {

struct Arguments {
  std::uint16_t port = 0;
  bool plain = false;
  std::string token = "xoxb-fake";
  std::string token_out;
  bool modern = false;
  std::string app_token = "xapp-1-A0FAKEAPP-1-fake";
  bool no_app_token = false;
  std::string app_token_out;
  std::string classic_token;  // of a classic app beside the modern one; empty: there is none
  bool org_wide = false;
  std::vector<double> retry_after_s;  // empty: as Slack does
  std::string ca_out;
  std::string ready_file;
  std::string watchlist_out;
  std::string scopes;  // comma-separated; empty: all
  std::string cookie;
  std::uint64_t seed = 1;
  int people = 0;  // 0: the small team
  int usergroups = 0;
  int channels = 0;
  int flood = 0;
  double flood_at = 60;
  double flood_over_s = 10;
  bool by_name = false;
  double day_s = 0;             // 0: nobody does anything
  std::vector<double> drop_at;  // seconds since the start
  std::vector<double> goodbye_at;
  std::optional<double> exit_after;
};

// The arguments, or the status to exit with (after --help, or after telling what is wrong).
std::variant<Arguments, int> read_arguments(int argc, char** argv);

}  // namespace presenced::fake_slack
