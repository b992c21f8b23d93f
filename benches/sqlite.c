/* The peer: SQLite (WAL, synchronous=FULL) doing what one verdict does here: an event of as many
 * bytes appended, its case updated, its place in the queue moved. Prints microseconds per act.
 *
 * cc -O2 sqlite.c -lsqlite3; ./a.out FOLDER ACTS */
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

static sqlite3 *db;

static void run(const char *sql) {
  if (sqlite3_exec(db, sql, NULL, NULL, NULL) != SQLITE_OK) {
    fprintf(stderr, "%s: %s\n", sql, sqlite3_errmsg(db));
    exit(2);
  }
}

static double now(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return t.tv_sec * 1e6 + t.tv_nsec / 1e3;
}

int main(int argc, char **argv) {
  char path[4096];
  int acts = argc > 2 ? atoi(argv[2]) : 2000;
  snprintf(path, sizeof path, "%s/peer.db", argv[1]);
  if (sqlite3_open(path, &db) != SQLITE_OK) return 2;
  run("PRAGMA journal_mode=WAL");
  run("PRAGMA synchronous=FULL");
  run("CREATE TABLE events(sequence INTEGER PRIMARY KEY, case_id INTEGER, body BLOB)");
  run("CREATE INDEX history ON events(case_id, sequence)");
  run("CREATE TABLE cases(id INTEGER PRIMARY KEY, person TEXT, tracking TEXT, name TEXT, stage TEXT, touched INTEGER, body BLOB)");
  run("CREATE INDEX by_person ON cases(person)");
  run("CREATE INDEX by_tracking ON cases(tracking)");
  run("CREATE INDEX by_name ON cases(name)");
  run("CREATE INDEX by_stage ON cases(stage, touched)");
  run("BEGIN");
  for (int i = 0; i < 100; i++)
    run("INSERT INTO cases(person, tracking, name, stage, touched, body) VALUES "
        "(hex(randomblob(5)), hex(randomblob(7)), hex(randomblob(8)), 'documents', 0, randomblob(900))");
  run("COMMIT");
  sqlite3_stmt *event, *update;
  sqlite3_prepare_v2(db, "INSERT INTO events(case_id, body) VALUES (1, ?)", -1, &event, NULL);
  sqlite3_prepare_v2(db, "UPDATE cases SET body = ?, touched = ? WHERE id = 1", -1, &update, NULL);
  char body[900];
  memset(body, 7, sizeof body);
  double start = now();
  for (int i = 0; i < acts; i++) {
    run("BEGIN IMMEDIATE");
    sqlite3_bind_blob(event, 1, body, 420, SQLITE_STATIC);
    sqlite3_bind_blob(update, 1, body, sizeof body, SQLITE_STATIC);
    sqlite3_bind_int64(update, 2, i + 1);
    if (sqlite3_step(event) != SQLITE_DONE || sqlite3_step(update) != SQLITE_DONE) return 3;
    sqlite3_reset(event);
    sqlite3_reset(update);
    run("COMMIT");
  }
  printf("%.1f\n", (now() - start) / acts);
  return 0;
}
