// Treats denormal numbers as zero while a program runs.
#include "CVectorKernels.h"
#include "Threads.h"

extern void GOMP_parallel(
  void (*body)(void *), void *context, unsigned thread_count, unsigned flags);

#if defined(__x86_64__)
enum { FLUSH_TO_ZERO = 0x8000, DENORMALS_ARE_ZERO = 0x0040 };

static uint32_t control(void) {
  return __builtin_ia32_stmxcsr();
}

static void set_control(uint32_t value) {
  __builtin_ia32_ldmxcsr(value);
}

// Every thread has a control word of its own.
static void set_everywhere(void *value) {
  set_control(*(const uint32_t *)value);
}

static void run_everywhere(uint32_t *value) {
  const int32_t threads = mk_allowed_threads();
  // A thread that sleeps would be woken for nothing.
  if (threads == 1) {
    set_everywhere(value);
  } else {
    GOMP_parallel(set_everywhere, value, (unsigned)threads, 0);
  }
}

uint32_t mk_flush_denormals(void) {
  const uint32_t before = control();
  uint32_t flushing = before | FLUSH_TO_ZERO | DENORMALS_ARE_ZERO;
  run_everywhere(&flushing);
  return before;
}

void mk_restore_denormals(uint32_t before) {
  run_everywhere(&before);
}
#else
uint32_t mk_flush_denormals(void) {
  return 0;
}

void mk_restore_denormals(uint32_t before) {
  (void)before;
}
#endif
