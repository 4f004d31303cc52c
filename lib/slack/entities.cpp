#include "slack/entities.h"

#include <array>

namespace presenced::slack {
namespace {

struct Entity {
  std::string_view escaped;
  char plain;
};
constexpr std::array<Entity, 3> kEntities{{{"&amp;", '&'}, {"&lt;", '<'}, {"&gt;", '>'}}};

const Entity* entity_at_start(std::string_view text) {
  for (const Entity& entity : kEntities)
    if (text.starts_with(entity.escaped)) return &entity;
  return nullptr;
}

}  // namespace

std::string decode_entities(std::string_view text) {
  std::string plain;
  plain.reserve(text.size());
  while (!text.empty()) {
    const Entity* entity = entity_at_start(text);
    plain.push_back(entity ? entity->plain : text.front());
    text.remove_prefix(entity ? entity->escaped.size() : 1);
  }
  return plain;
}

}  // namespace presenced::slack
