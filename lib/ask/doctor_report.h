// What `doctor` reports: items under topics. Whatever finds something out adds it; nothing in it is a secret when it
// leaves, whatever was added.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "ask/request.h"
#include "ask/surroundings.h"
#include "config/settings.h"
#include "query/zone.h"

namespace presenced::ask {

struct Item {
  std::string topic;  // "configuration"
  std::string name;   // "presenced.yaml"
  std::string value;
  bool wrong = false;  // worth a look
};

class Report {
 public:
  void topic(std::string name) { topic_ = std::move(name); }
  void add(std::string name, std::string_view value, bool wrong = false);
  // A text that is a secret, should it be met anywhere.
  void hide(const config::Secret& secret);

  std::vector<Item> items() const;  // what is hidden, or looks like a secret of Slack's, is not in them

 private:
  std::string topic_;
  std::vector<Item> items_;
  std::vector<config::Secret> hidden_;
};

// Tokens and cookies of Slack's, and what stands for user and password in a url, by their looks.
std::string without_secrets(std::string_view text);

// doctor_machine.cpp
void examine_versions(Report& report, const Surroundings& surroundings);
void examine_clock(Report& report, const query::Zone& zone, base::WallTime now);
// doctor_files.cpp: of the file as far as it can be read, also where something in it or beside it is wrong.
std::optional<config::Settings> examine_configuration(Report& report, const Request& request,
                                                      const Surroundings& surroundings);
void examine_files(Report& report, const Request& request, const std::optional<config::Settings>& settings,
                   const std::filesystem::path& socket);

}  // namespace presenced::ask
