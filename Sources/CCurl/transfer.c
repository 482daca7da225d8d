// Loads libcurl and carries out requests with its easy interface.

#include "CCurl.h"

#include <dlfcn.h>
#include <pthread.h>
#include <stdio.h>

// libcurl is loaded at run time, so that programs start without its thirty libraries and are built
// without its headers. The numbers below are part of its binary interface, version 4 since 2006.
enum {
  OPTION_WRITEDATA = 10001,
  OPTION_URL = 10002,
  OPTION_RANGE = 10007,
  OPTION_ERRORBUFFER = 10010,
  OPTION_WRITEFUNCTION = 20011,
  OPTION_USERAGENT = 10018,
  OPTION_LOW_SPEED_LIMIT = 19,
  OPTION_LOW_SPEED_TIME = 20,
  OPTION_HEADERDATA = 10029,
  OPTION_NOPROGRESS = 43,
  OPTION_XFERINFODATA = 10057,
  OPTION_HEADERFUNCTION = 20079,
  OPTION_NOSIGNAL = 99,
  OPTION_CONNECTTIMEOUT_MS = 156,
  OPTION_PROTOCOLS = 181,
  OPTION_XFERINFOFUNCTION = 20219,
  OPTION_SUPPRESS_CONNECT_HEADERS = 265,
  OPTION_QUICK_EXIT = 322,
};
enum { GLOBAL_DEFAULT = 3, PROTOCOLS_HTTP_HTTPS = 3, ERROR_SIZE = 256 };
enum { CODE_OK = 0, CODE_WRITE_ERROR = 23, CODE_ABORTED = 42 };

static struct {
  int (*global_init)(long flags);
  void *(*easy_init)(void);
  int (*easy_setopt)(void *handle, int option, ...);
  int (*easy_perform)(void *handle);
  void (*easy_cleanup)(void *handle);
  const char *(*easy_strerror)(int code);
} curl;

static pthread_once_t once = PTHREAD_ONCE_INIT;
static bool is_loaded;
static char load_failure[ERROR_SIZE];

static bool find(void *library, void **function, const char *name) {
  *function = dlsym(library, name);
  return *function != NULL;
}

static void load(void) {
  // Debian has two builds with the same interface, over OpenSSL and over GnuTLS.
  static const char *const names[] = {"libcurl.so.4", "libcurl-gnutls.so.4"};
  void *library = NULL;
  for (size_t i = 0; i < sizeof names / sizeof *names && library == NULL; i++) {
    library = dlopen(names[i], RTLD_NOW | RTLD_LOCAL);
    const char *reason = library == NULL && i == 0 ? dlerror() : NULL;
    if (reason != NULL) snprintf(load_failure, sizeof load_failure, "%s", reason);
  }
  if (library == NULL) return;
  is_loaded = find(library, (void **)&curl.global_init, "curl_global_init") &&
              find(library, (void **)&curl.easy_init, "curl_easy_init") &&
              find(library, (void **)&curl.easy_setopt, "curl_easy_setopt") &&
              find(library, (void **)&curl.easy_perform, "curl_easy_perform") &&
              find(library, (void **)&curl.easy_cleanup, "curl_easy_cleanup") &&
              find(library, (void **)&curl.easy_strerror, "curl_easy_strerror") &&
              curl.global_init(GLOBAL_DEFAULT) == CODE_OK;
  if (!is_loaded) snprintf(load_failure, sizeof load_failure, "another library of its name");
}

static size_t take_head(char *bytes, size_t size, size_t count, void *context) {
  const mcurl_request *request = context;
  return request->head(request->context, bytes, size * count) ? size * count : 0;
}

static size_t take_body(char *bytes, size_t size, size_t count, void *context) {
  const mcurl_request *request = context;
  const bool goes_on = request->body(request->context, (const uint8_t *)bytes, size * count);
  return goes_on ? size * count : 0;
}

static int ask(void *context, int64_t a, int64_t b, int64_t c, int64_t d) {
  const mcurl_request *request = context;
  return request->proceed(request->context) ? 0 : 1;
}

/// Sets everything and returns the first code that is not zero.
static int configure(void *handle, const mcurl_request *request, const char *range, char *error) {
  int code = CODE_OK;
#define SET(option, value) \
  if (code == CODE_OK) code = curl.easy_setopt(handle, option, value)
  SET(OPTION_ERRORBUFFER, error);
  SET(OPTION_URL, request->url);
  SET(OPTION_USERAGENT, request->user_agent);
  SET(OPTION_PROTOCOLS, (long)PROTOCOLS_HTTP_HTTPS);
  SET(OPTION_NOSIGNAL, 1L);
  SET(OPTION_NOPROGRESS, 0L);
  SET(OPTION_SUPPRESS_CONNECT_HEADERS, 1L);
  SET(OPTION_CONNECTTIMEOUT_MS, (long)request->connect_milliseconds);
  SET(OPTION_LOW_SPEED_LIMIT, (long)request->stall_rate);
  SET(OPTION_LOW_SPEED_TIME, (long)request->stall_seconds);
  SET(OPTION_HEADERFUNCTION, take_head);
  SET(OPTION_HEADERDATA, (void *)request);
  SET(OPTION_WRITEFUNCTION, take_body);
  SET(OPTION_WRITEDATA, (void *)request);
  SET(OPTION_XFERINFOFUNCTION, ask);
  SET(OPTION_XFERINFODATA, (void *)request);
  if (request->offset > 0) { SET(OPTION_RANGE, range); }
#undef SET
  return code;
}

mcurl_status mcurl_get(const mcurl_request *request, char *message, size_t message_capacity) {
  pthread_once(&once, load);
  if (!is_loaded) {
    snprintf(message, message_capacity, "%s", load_failure);
    return MCURL_UNAVAILABLE;
  }
  void *handle = curl.easy_init();
  if (handle == NULL) {
    snprintf(message, message_capacity, "out of memory");
    return MCURL_FAILED;
  }
  char range[32], error[ERROR_SIZE] = "";
  snprintf(range, sizeof range, "%lld-", (long long)request->offset);
  // Without it the end waits for a name server that does not answer; libcurl has it since 7.87.
  curl.easy_setopt(handle, OPTION_QUICK_EXIT, 1L);
  int code = configure(handle, request, range, error);
  if (code == CODE_OK) code = curl.easy_perform(handle);
  curl.easy_cleanup(handle);
  if (code == CODE_OK) return MCURL_DONE;
  snprintf(message, message_capacity, "%s", error[0] != 0 ? error : curl.easy_strerror(code));
  return code == CODE_WRITE_ERROR || code == CODE_ABORTED ? MCURL_STOPPED : MCURL_FAILED;
}
