package io.crossfade.cli;

import io.crossfade.cli.process.Engine;
import io.crossfade.cli.process.Trust;
import io.crossfade.engine.manifest.SecretReference;
import io.crossfade.model.Secret;
import io.crossfade.server.RemotePlace;
import io.crossfade.server.configuration.ThisHost;
import java.net.URI;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/// At which server something is asked, and with which token, which never stands on the command
/// line: whoever lists processes could read it.
final class ServerOptions {
  private static final String TOKEN = "CROSSFADE_TOKEN";

  @Option(
      names = "--server",
      paramLabel = "URL",
      required = true,
      converter = ServerUrl.class,
      description = "Ask this server, instead of a process of this machine: https://HOST:PORT.")
  private URI url;

  @Option(
      names = "--token-file",
      paramLabel = "FILE",
      description =
          "The file whose last line is the token for it. Default: the variable CROSSFADE_TOKEN.")
  private @Nullable Path tokenFile;

  @Option(
      names = "--ca",
      paramLabel = "FILE",
      description =
          "Certificates in PEM that are believed for it. Default: those that Java believes.")
  private @Nullable Path certificates;

  RemotePlace.AtServer place(Engine engine) {
    return new RemotePlace.AtServer(
        url, token(engine), certificates == null ? null : Trust.in(certificates));
  }

  private Secret token(Engine engine) {
    SecretReference where =
        tokenFile == null ? new SecretReference.Env(TOKEN) : new SecretReference.File(tokenFile);
    return Secret.token(engine.secret(where).reveal(), where.toString());
  }

  static final class ServerUrl implements ITypeConverter<URI> {
    @Override
    public URI convert(String text) {
      if (!text.matches("https?://[^/?#@\\s]+/?")) {
        throw new TypeConversionException("'%s' is not https://HOST:PORT".formatted(text));
      }
      URI url = URI.create(text.replaceFirst("/$", ""));
      if (url.getHost() == null) {
        throw new TypeConversionException(
            "'%s' names no host that Java takes (a _ in it?)".formatted(text));
      }
      if (url.getScheme().equals("http") && !leadsHere(url)) {
        throw new TypeConversionException(
            "'%s' would show your token to the network; give https://".formatted(text));
      }
      return url;
    }

    private static boolean leadsHere(URI url) {
      return ThisHost.is(url.getHost());
    }
  }
}
