// A narrow shim over libcurl, loaded when the first transfer begins: one HTTP request at a time.
#ifndef CCURL_H
#define CCURL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/// A request and what is told while it is answered; a callback that returns false ends it.
typedef struct mcurl_request {
  /// An http or https address.
  const char *url;
  const char *user_agent;
  /// The first byte that is wanted; 0 asks for everything.
  int64_t offset;
  /// The longest wait for a connection.
  int64_t connect_milliseconds;
  /// The transfer fails when fewer than `stall_rate` bytes a second come for this long.
  int64_t stall_seconds;
  int64_t stall_rate;
  void *context;
  /// Gets every line of every head, with its line break.
  bool (*head)(void *context, const char *line, size_t count);
  /// Gets the body in pieces.
  bool (*body)(void *context, const uint8_t *bytes, size_t count);
  /// Asked at least once a second.
  bool (*proceed)(void *context);
} mcurl_request;

/// How a request ended.
typedef enum mcurl_status {
  MCURL_DONE,
  /// A callback ended it.
  MCURL_STOPPED,
  /// The network or the server failed; the message says how.
  MCURL_FAILED,
  /// libcurl cannot be loaded; the message says why.
  MCURL_UNAVAILABLE,
} mcurl_status;

/// Carries out a request; redirects are not followed, and contents are not decoded.
mcurl_status mcurl_get(const mcurl_request *request, char *message, size_t message_capacity);

#endif
