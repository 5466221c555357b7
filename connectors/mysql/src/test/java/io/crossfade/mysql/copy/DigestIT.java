package io.crossfade.mysql.copy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.crossfade.connector.BucketDigest;
import io.crossfade.connector.Snapshot;
import io.crossfade.model.CrossfadeException;
import io.crossfade.model.KeyRange;
import io.crossfade.model.TableMapping;
import io.crossfade.mysql.Tables;
import io.crossfade.mysqlservers.MySqlVersion;
import java.util.List;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the server hashes. */
@Timeout(60)
class DigestIT {

  /** By the server's function such a row has no hash. */
  @ParameterizedTest
  @MethodSource("io.crossfade.mysql.Tables#versions")
  void rowThatIsLargerThanAPacketIsNotPassedOver(MySqlVersion version) throws Exception {
    try (Tables tables = new Tables(version)) {
      tables.execute(
          "CREATE TABLE large (id int PRIMARY KEY, a longtext, b longtext)",
          "INSERT INTO large VALUES (1, REPEAT('a', 700000), REPEAT('b', 700000)), (2, 'a', 'b')");
      TableMapping mapping = TableMapping.identity(tables.table("large"));
      String before = tables.query("SELECT @@global.max_allowed_packet").get(0);
      tables.execute("SET GLOBAL max_allowed_packet = 1048576");
      try {
        for (int buckets : List.of(1, 4)) {
          assertThatThrownBy(() -> digest(tables, mapping, buckets))
              .isInstanceOf(CrossfadeException.class)
              .hasMessageContaining("large is larger than max_allowed_packet");
        }
        tables.execute("DELETE FROM large WHERE id = 1");
        assertThat(digest(tables, mapping, 1)).extracting(BucketDigest::rows).containsExactly(1L);
      } finally {
        tables.execute("SET GLOBAL max_allowed_packet = " + before);
      }
    }
  }

  private static List<BucketDigest> digest(Tables tables, TableMapping mapping, int buckets) {
    try (Snapshot snapshot = tables.database.reader().snapshot(List.of(mapping.from()))) {
      return snapshot.digest(mapping, KeyRange.ALL, buckets);
    }
  }
}
