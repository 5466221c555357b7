package io.crossfade.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.crossfade.engine.store.Store;
import io.crossfade.model.Side;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.InstantSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// After the cutover rows change their keys. What only the source has of them is theirs still.
class DroppedColumnIT {
  private static final String MAPPING =
      """
      tables: ["public.*"]
      mapping:
        public.tags:
          columns: {note: {drop: true}}
        public.pages:
          columns:
            note: {drop: true}
            rank: {drop: true, whenMissing: 0}
            size: {drop: true, inverse: "title + ' ' + string(size(body))"}
      """;

  private final TwoDatabases databases = new TwoDatabases();

  @TempDir Path directory;

  @Test
  void aRowTakesItAlongToItsNewKey() throws SQLException {
    databases.sql(
        Side.SOURCE,
        "CREATE TABLE tags (id int PRIMARY KEY, name text, note text)",
        "INSERT INTO tags SELECT n, 'name' || n, 'note' || n FROM generate_series(1, 3) n",
        "CREATE TABLE pages (id int PRIMARY KEY, title text, body text, note text, rank int, size text)",
        """
        INSERT INTO pages SELECT n, 'title', body, 'note' || n, n, 'title ' || length(body)
        FROM generate_series(1, 3) n, (SELECT string_agg(md5(i::text), '') AS body FROM generate_series(1, 500) i)\
        """);
    try (Store store = Store.open(directory, InstantSource.system());
        OpenMigration open =
            LiveMigration.open(databases.manifest("dropped", MAPPING), store, directory)) {
      open.migration().run();
      assertThat(open.migration().cutover().decision()).isEqualTo(Decision.FLIP);

      databases.sql(
          Side.TARGET,
          "UPDATE tags SET id = 11, name = 'new' WHERE id = 1",
          // The log leaves out the large body, of which size is made, so the row is read again.
          "UPDATE pages SET id = 11, title = 'new' WHERE id = 1",
          // Here it has gone on when it is read again.
          """
          BEGIN;
          UPDATE pages SET id = 12, title = 'new' WHERE id = 2;
          UPDATE pages SET id = 22 WHERE id = 12;
          COMMIT\
          """);

      assertThat(open.migration().verify(false).clean()).isTrue();
      assertThat(
              databases.column(
                  Side.SOURCE, "SELECT concat_ws(' ', id, name, note) FROM tags ORDER BY id"))
          .containsExactly("2 name2 note2", "3 name3 note3", "11 new note1");
      assertThat(
              databases.column(
                  Side.SOURCE,
                  "SELECT concat_ws(' ', id, note, rank, size) FROM pages ORDER BY id"))
          .containsExactly("3 note3 3 title 16000", "11 note1 1 new 16000", "22 note2 2 new 16000");
    }
  }
}
