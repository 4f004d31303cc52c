#include "sim/polls.h"

#include <simdjson.h>

#include <algorithm>

namespace presenced::sim {

using base::Facet;
using base::Millis;
using base::MonoTime;
using base::UserId;

Polls::Question Polls::question(const slack::Request& request, MonoTime now) {
  Question question{request.method, {}, {}, now};
  for (const auto& [key, value] : request.parameters) {
    if (key == "user") question.user = value;
    if (key == "cursor") question.cursor = value;
  }
  return question;
}

void Polls::answered(const Question& question, std::string_view body, MonoTime made, MonoTime now) {
  if (body.find("\"ok\":true") == std::string_view::npos) return;
  if (question.method == slack::Method::users_info)
    for (const base::FacetRow& row : base::kFacets)
      if (row.in_member_record) answers_[row.facet][{question.user}].push_back({made, now});
  if (question.method == slack::Method::users_list) return listed(question, body, made, now);
  if (question.method == slack::Method::dnd_team_info) return team(question, body, made, now);
  if (question.method == slack::Method::users_get_presence && now - question.asked <= kOfUse)
    told({question.user}, Facet::presence, made, now);
}

void Polls::told(const UserId& user, Facet facet, MonoTime made, MonoTime now) {
  samples_[facet][user].push_back({made, now});
  lateness_.arrived(made, now);
}

void Polls::listed(const Question& question, std::string_view body, MonoTime made, MonoTime now) {
  simdjson::dom::parser parser;
  simdjson::dom::element page;
  simdjson::dom::array members;
  if (parser.parse(simdjson::padded_string(body)).get(page) != simdjson::SUCCESS) return;
  if (page["members"].get(members) != simdjson::SUCCESS) return;
  for (const simdjson::dom::element member : members) {
    std::string_view id;
    if (member["id"].get(id) != simdjson::SUCCESS) continue;
    answered(question, UserId{std::string(id)}, base::Facets::in_member_record(), made, now);
  }
  const auto known = began_.find(question.cursor);
  const MonoTime began = question.cursor.empty() || known == began_.end() ? question.asked : known->second;
  std::string_view next;
  if (page["response_metadata"]["next_cursor"].get(next) == simdjson::SUCCESS && !next.empty()) {
    began_[std::string(next)] = began;
  } else {
    took(began, now);
  }
}

void Polls::team(const Question& question, std::string_view body, MonoTime made, MonoTime now) {
  simdjson::dom::parser parser;
  simdjson::dom::element answer;
  simdjson::dom::object users;
  if (parser.parse(simdjson::padded_string(body)).get(answer) != simdjson::SUCCESS) return;
  if (answer["users"].get(users) != simdjson::SUCCESS) return;
  for (const auto& [id, status] : users) answered(question, UserId{std::string(id)}, {Facet::dnd}, made, now);
  took(question.asked, now);
}

void Polls::answered(const Question& question, const UserId& user, base::Facets facets, MonoTime made, MonoTime now) {
  for (const base::FacetRow& row : base::kFacets) {
    if (!facets.contains(row.facet)) continue;
    answers_[row.facet][user].push_back({made, now});
    if (now - question.asked <= kOfUse) told(user, row.facet, made, now);
  }
}

void Polls::took(MonoTime began, MonoTime now) {
  if (listings_.empty() || now - began > listings_.back().second) listings_.emplace_back(now, now - began);
}

std::optional<MonoTime> Polls::last_of(const Samples& samples, const UserId& user, MonoTime now) {
  const auto told = samples.find(user);
  if (told == samples.end() || told->second.back().arrived != now) return std::nullopt;
  return told->second.back().made;
}

Millis Polls::longest_listing(MonoTime until) const {
  const auto after = std::upper_bound(listings_.begin(), listings_.end(), until,
                                      [](MonoTime moment, const auto& one) { return moment < one.first; });
  return after == listings_.begin() ? Millis{0} : std::prev(after)->second;
}

}  // namespace presenced::sim
