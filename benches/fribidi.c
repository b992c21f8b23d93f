/* The peer: the fribidi library on the same lines, doing what our pipeline does: classes,
 * levels, joining, shaping, mirroring, reordering. Prints CPU nanoseconds per character for
 * the pipeline alone and with reading and writing UTF-8 (which ours always includes).
 *
 * cc -O2 fribidi.c $(pkg-config --cflags --libs fribidi); ./a.out FILE [once] */
#include <fribidi.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { MOST = 65536 };

static FriBidiChar line[MOST];
static FriBidiCharType types[MOST];
static FriBidiBracketType brackets[MOST];
static FriBidiLevel levels[MOST];
static FriBidiArabicProp joins[MOST];
static char out[MOST * 4];

static double now(void) {
  struct timespec t;
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
  return t.tv_sec * 1e9 + t.tv_nsec;
}

static void pipeline(FriBidiStrIndex length) {
  FriBidiParType base = FRIBIDI_PAR_RTL;
  FriBidiFlags flags = FRIBIDI_FLAGS_DEFAULT | FRIBIDI_FLAGS_ARABIC;
  fribidi_get_bidi_types(line, length, types);
  fribidi_get_bracket_types(line, length, types, brackets);
  FriBidiLevel most = fribidi_get_par_embedding_levels_ex(types, brackets, length, &base, levels);
  if (!most) exit(3);
  fribidi_get_joining_types(line, length, joins);
  fribidi_join_arabic(types, length, levels, joins);
  fribidi_shape(flags, levels, length, joins, line);
  if (!fribidi_reorder_line(flags, types, length, 0, base, levels, line, NULL)) exit(3);
}

int main(int argc, char **argv) {
  FILE *file = fopen(argv[1], "rb");
  if (!file || fseek(file, 0, SEEK_END)) return 2;
  size_t size = ftell(file);
  rewind(file);
  char *text = malloc(size + 1);
  if (fread(text, 1, size, file) != size) return 2;
  text[size] = 0;
  double alone = 0, start = now();
  size_t chars = 0, written = 0;
  int once = argc > 2;
  for (char *at = text; at < text + size;) {
    char *end = memchr(at, '\n', size - (at - text));
    FriBidiStrIndex length = fribidi_charset_to_unicode(FRIBIDI_CHAR_SET_UTF8, at, end - at, line);
    double before = once ? 0 : now();
    pipeline(length);
    if (!once) alone += now() - before;
    written += fribidi_unicode_to_charset(FRIBIDI_CHAR_SET_UTF8, line, length, out);
    chars += length;
    at = end + 1;
  }
  double whole = now() - start;
  printf("%zu chars %zu bytes\n%.2f %.2f\n", chars, written, alone / chars, whole / chars);
  return 0;
}
