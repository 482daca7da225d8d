// Records the first error of libpng as text.
#include "failure.h"

#include <stdio.h>

void mpng_record(mpng_failure *failure, const char *message) {
  if (failure->message != NULL && failure->capacity > 0) {
    snprintf(failure->message, failure->capacity, "%s", message);
  }
}

void mpng_on_error(png_structp png, png_const_charp message) {
  mpng_record((mpng_failure *)png_get_error_ptr(png), message);
  png_longjmp(png, 1);
}

void mpng_on_warning(png_structp png, png_const_charp message) {
  (void)png;
  (void)message;
}
