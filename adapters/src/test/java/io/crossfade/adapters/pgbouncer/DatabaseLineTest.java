package io.crossfade.adapters.pgbouncer;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DatabaseLineTest {
  private static final Place OTHER = new Place("10.0.0.2", 5433, "my shop", null);

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "host=a port=1 dbname=b|host=10.0.0.2 port=5433 dbname='my shop'",
        "host='a' pool_size=5|host='10.0.0.2' pool_size=5 port=5433 dbname='my shop'",
        "port = 1  password='it''s = b'|port = 5433  password='it''s = b' host=10.0.0.2 dbname='my"
            + " shop'",
        "dbname=host host=x|dbname='my shop' host=10.0.0.2 port=5433",
      })
  void onlyThePlaceChanges(String before, String after) {
    DatabaseLine changed = new DatabaseLine("shop", before).at(OTHER);
    assertThat(changed.text()).isEqualTo(after);
    assertThat(changed.place()).isEqualTo(OTHER);
  }

  @Test
  void anEmptyLineIsTheSameDatabaseOnASocket() {
    assertThat(new DatabaseLine("shop", "").place()).isEqualTo(new Place("", 5432, "shop", null));
    assertThat(new DatabaseLine("shop", "").at(OTHER).place()).isEqualTo(OTHER);
  }

  @Test
  void aUserIsPartOfThePlace() {
    Place place = new Place("a", 1, "b", "app");
    DatabaseLine line = new DatabaseLine("shop", "user=old password=p host=z").at(place);
    assertThat(line.place()).isEqualTo(place);
    assertThat(line.holdsPassword()).isTrue();
    assertThat(line.text()).contains("password=p");
  }

  @ParameterizedTest
  @ValueSource(strings = {"host=a b", "host='a", "port=many", "=a"})
  void whatPgBouncerWouldRefuseIsNotUnderstood(String text) {
    assertThat(new DatabaseLine("shop", text).place()).isNull();
  }
}
