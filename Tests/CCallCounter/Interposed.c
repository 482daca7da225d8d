// Stands before the C library's functions for memory and locks, which are then called as ever.
#define _GNU_SOURCE
#include "CCallCounter.h"

#if defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
#define MCALLS_SANITIZED
#endif
#endif

#ifdef MCALLS_SANITIZED

bool mcalls_available(void) { return false; }

#else

#include <dlfcn.h>
#include <errno.h>
#include <pthread.h>
#include <stddef.h>

#include "Counters.h"

bool mcalls_available(void) { return true; }

// glibc's own functions. The symbol after this one could not be looked up for memory, because the
// look-up may itself need some.
extern void *__libc_malloc(size_t size);
extern void *__libc_calloc(size_t count, size_t size);
extern void *__libc_realloc(void *memory, size_t size);
extern void *__libc_memalign(size_t alignment, size_t size);

void *malloc(size_t size) {
  mcalls_count(&mcalls_allocations);
  return __libc_malloc(size);
}

void *calloc(size_t count, size_t size) {
  mcalls_count(&mcalls_allocations);
  return __libc_calloc(count, size);
}

void *realloc(void *memory, size_t size) {
  mcalls_count(&mcalls_allocations);
  return __libc_realloc(memory, size);
}

void *aligned_alloc(size_t alignment, size_t size) {
  mcalls_count(&mcalls_allocations);
  return __libc_memalign(alignment, size);
}

int posix_memalign(void **memory, size_t alignment, size_t size) {
  mcalls_count(&mcalls_allocations);
  const bool is_power = alignment > 0 && (alignment & (alignment - 1)) == 0;
  if (!is_power || alignment % sizeof(void *) != 0) return EINVAL;
  void *made = __libc_memalign(alignment, size);
  if (made == NULL) return ENOMEM;
  *memory = made;
  return 0;
}

#define COUNTED_LOCK(name, type)                                     \
  int name(type *lock) {                                             \
    static int (*_Atomic next)(type *);                              \
    int (*found)(type *) = next;                                     \
    if (found == NULL) next = found = dlsym(RTLD_NEXT, #name);       \
    mcalls_count(&mcalls_locks);                                     \
    return found(lock);                                              \
  }

COUNTED_LOCK(pthread_mutex_lock, pthread_mutex_t)
COUNTED_LOCK(pthread_mutex_trylock, pthread_mutex_t)
COUNTED_LOCK(pthread_rwlock_rdlock, pthread_rwlock_t)
COUNTED_LOCK(pthread_rwlock_tryrdlock, pthread_rwlock_t)
COUNTED_LOCK(pthread_rwlock_wrlock, pthread_rwlock_t)
COUNTED_LOCK(pthread_rwlock_trywrlock, pthread_rwlock_t)

#endif
