// How libpng's errors become messages: recorded here, then a jump back to the caller's setjmp.
#ifndef MPNG_FAILURE_H
#define MPNG_FAILURE_H

#include <png.h>
#include <stddef.h>

typedef struct mpng_failure {
  char *message;
  size_t capacity;
} mpng_failure;

void mpng_record(mpng_failure *failure, const char *message);

/// For `png_create_*_struct`, with an `mpng_failure` as the error pointer.
PNG_NORETURN void mpng_on_error(png_structp png, png_const_charp message);

/// Warnings concern damage that libpng can step over; they are dropped.
void mpng_on_warning(png_structp png, png_const_charp message);

#endif
