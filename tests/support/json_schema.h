// Holds an answer of the control socket against its schema in docs/schema/control, with python3-jsonschema.
#pragma once

#include <string>
#include <string_view>

namespace presenced::test {

// What is wrong with it, for people; empty: it is as `schema` ("status") says.
std::string against_schema(std::string_view schema, std::string_view json);

}  // namespace presenced::test
