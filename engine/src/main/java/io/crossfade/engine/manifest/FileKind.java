package io.crossfade.engine.manifest;

import com.networknt.schema.Error;
import com.networknt.schema.InputFormat;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.crossfade.model.CrossfadeException;
import io.crossfade.model.ErrorCode;
import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import tools.jackson.databind.JsonNode;

/// A kind of file that people write in YAML, read strictly: whatever is wrong with one is said at
/// once, as `file:line:column: what; what to do`.
///
/// @param what messages call it
/// @param page the page that describes it
/// @param mistake the code of what is wrong in one
/// @param schema the JSON Schema as it is published: what editors complete by is what is checked
public record FileKind(String what, String page, ErrorCode mistake, String schema) {

  /// What stands in the file, its keys as the schema has them. Throws whatever is wrong, and what
  /// `problems` knew before.
  public YamlNode.Fields parse(String name, String text, Problems problems) {
    YamlNode document = YamlDocument.read(this, name, text, problems);
    if (document != null) {
      new SchemaProblems(this, document, problems).addAll(validate(document.json()));
    }
    problems.throwIfAny();
    if (document instanceof YamlNode.Fields fields) {
      return fields;
    }
    throw new IllegalStateException("the schema let something pass that is no " + what);
  }

  /// The text of a file, or why there is none.
  public String text(Path file) {
    try {
      return Files.readString(file);
    } catch (NoSuchFileException e) {
      throw unreadable(file, "there is no such file; check the path", e);
    } catch (MalformedInputException e) {
      throw unreadable(file, "the file is not UTF-8; save it as UTF-8", e);
    } catch (IOException e) {
      throw unreadable(
          file,
          "the file cannot be read (" + e.getClass().getSimpleName() + "); check its rights",
          e);
    }
  }

  List<Error> validate(JsonNode document) {
    return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_7)
        .getSchema(schema, InputFormat.JSON)
        .validate(document);
  }

  private CrossfadeException unreadable(Path file, String message, IOException cause) {
    return new CrossfadeException(mistake, file + ": " + message, cause);
  }
}
