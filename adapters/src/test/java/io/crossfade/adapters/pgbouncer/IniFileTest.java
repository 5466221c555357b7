package io.crossfade.adapters.pgbouncer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.crossfade.adapters.ConfigFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IniFileTest {
  private static final Place THERE = new Place("there", 5432, "shop", null);

  @TempDir private Path directory;

  @Test
  void everyOtherByteStays() throws Exception {
    String before =
        "# caf\u00e9\r\n"
            + "[users]\n"
            + "shop = pool_mode=session\n"
            + "[databases]\r\n"
            + "\tshop=host=here dbname=shop \r\n"
            + ";shop = host=here\n"
            + "shop2 = host=here\n"
            + "\"shop\"\"3\" = host=here\n"
            + "[pgbouncer]\n"
            + "shop = x";
    Path file = directory.resolve("real.ini");
    Files.write(file, before.getBytes(StandardCharsets.ISO_8859_1));
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));
    Path link = Files.createSymbolicLink(directory.resolve("link.ini"), file);
    new PgBouncerFile(new ConfigFile(link)).point(Map.of("shop", THERE, "shop\"3", THERE));
    assertThat(Files.readString(file, StandardCharsets.ISO_8859_1))
        .isEqualTo(
            before
                .replace("host=here dbname=shop ", "host=there dbname=shop port=5432 ")
                .replace("3\" = host=here", "3\" = host=there port=5432 dbname=shop"));
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-r-----");
    assertThat(link).isSymbolicLink();
    assertThat(directory).isDirectoryNotContaining("glob:**.crossfade");
  }

  @Test
  void aFileThatSaysSoAlreadyIsNotTouched() throws Exception {
    Path file = Files.writeString(directory.resolve("a.ini"), "[databases]\nshop = host=there\n");
    Object before = Files.getAttribute(file, "unix:ino");
    new PgBouncerFile(new ConfigFile(file)).point(Map.of("shop", THERE));
    assertThat(Files.getAttribute(file, "unix:ino")).isEqualTo(before);
  }

  @Test
  void ofTwoLinesNobodyKnowsWhichCounts() throws Exception {
    Path file =
        Files.writeString(
            directory.resolve("a.ini"), "[databases]\nshop = host=a password=secret\nshop =\n");
    assertThatThrownBy(() -> new PgBouncerFile(new ConfigFile(file)).place("shop"))
        .hasMessageContaining("shop has 2 lines in [databases]; keep one")
        .hasMessageNotContaining("secret");
  }

  @Test
  void aFileThatIsNotThereIsNamed() {
    ConfigFile missing = new ConfigFile(directory.resolve("none.ini"));
    assertThatThrownBy(missing::text).hasMessageContaining("none.ini: there is no such file");
    assertThatThrownBy(missing::requireWritable).hasMessageContaining("cannot replace");
  }
}
