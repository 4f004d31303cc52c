// Slack's words for what went wrong, what each asks of us, and what to tell the operator. Pure.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "base/obstacle.h"

namespace presenced::slack {

enum class Method : std::uint8_t;
struct ApiError;

// What to do about an error.
enum class ErrorClass : std::uint8_t {
  credential,  // the token or its rights: no fast retry, a loud log line, slow probes
  plan,        // the workspace's Slack plan does not include it: as slow as a refused token
  mistake,     // Slack does not accept what presenced asks: as slow, and a matter for a newer presenced
  slow,        // Slack's trouble: retry in minutes
  transient,   // Slack's trouble, or the network's: back off, for ever
  absent,      // the thing asked for is not there (user_not_found, channel_not_found); nothing is wrong with us
};

// An unknown word is `transient`.
ErrorClass classify(std::string_view error);

// Whether Slack has refused what was asked and a try within seconds would be in vain.
constexpr bool is_refusal(ErrorClass kind) {
  return kind == ErrorClass::credential || kind == ErrorClass::plan || kind == ErrorClass::mistake ||
         kind == ErrorClass::slow;
}

// Whether the word refuses the token itself, whatever it is used for, so that it says nothing about the method called.
bool refuses_token(std::string_view error);

// Whether Slack refuses this method to a token that may be good for others.
bool refuses_method(const ApiError& error);

// Whether the word is in the table, so that its reach is known.
bool is_known(std::string_view error);

// Never `none`: what does not reach Slack, or gets no sense out of it, is the network.
base::Obstacle obstacle_of(const ApiError& error);

// What the operator can do about it, as the second half of a sentence: "put another token in its place and reload".
// Empty for errors that pass by themselves.
std::string advice(Method method, const ApiError& error);

}  // namespace presenced::slack
