package io.crossfade.postgresql.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.crossfade.connector.Catalog;
import io.crossfade.connector.Endpoint;
import io.crossfade.model.CrossfadeException;
import io.crossfade.model.ErrorCode;
import io.crossfade.postgresql.TestServer;
import io.crossfade.postgresql.session.Sessions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A type is spelled as the catalog spells that of a column, or the log would seem to differ. */
class TypeSpellingIT {
  private final Endpoint endpoint = TestServer.newDatabase(16);
  private final Sessions sessions = new Sessions(endpoint);
  private final Catalog catalog = new PostgresCatalog(sessions);

  @AfterEach
  void close() {
    sessions.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "char",
        "char(84)",
        "character(84)",
        "bpchar",
        "bpchar(3)[]",
        "\"char\"",
        "varchar( 20 )[]",
        "int8",
        "int4[]",
        "numeric(10)",
        "numeric(10, 2)",
        "timestamptz(3)",
        "timetz",
        "interval(3)",
        "interval day to second(3)",
        "bit(3)",
        "varbit(9)",
        "public.mood"
      })
  void isTheCatalogs(String written) {
    TestServer.execute(
        endpoint,
        "CREATE TYPE mood AS ENUM ('good')",
        "CREATE TABLE t (id int PRIMARY KEY, c " + written + ")");
    String spelled = catalog.tables().get(0).column("c").type();

    assertThat(catalog.spelling(written)).isEqualTo(spelled);
    assertThat(catalog.spelling(spelled)).isEqualTo(spelled);
  }

  @ParameterizedTest
  @ValueSource(strings = {"txt", "numeric(", "text; DROP TABLE t", "text, pg_sleep(9)", "25", ""})
  void whatIsNoTypeIsRefused(String written) {
    assertThatThrownBy(() -> catalog.spelling(written))
        .isInstanceOfSatisfying(
            CrossfadeException.class,
            e -> assertThat(e.code()).isEqualTo(ErrorCode.MAPPING_INVALID))
        .hasMessageContaining("knows no type " + written);
  }
}
