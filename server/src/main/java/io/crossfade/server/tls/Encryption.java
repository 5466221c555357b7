package io.crossfade.server.tls;

import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// TLS with a certificate that is renewed under way: it is looked at once a minute, and one that
/// cannot be used leaves the one before in place.
public final class Encryption implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Encryption.class);

  private final Certificate certificate;
  private final SslContextFactory.Server factory = new SslContextFactory.Server();
  private final ScheduledExecutorService looking =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("certificate").factory());
  private FileTime seen;

  private Encryption(Certificate certificate) {
    this.certificate = certificate;
    this.seen = certificate.changed();
    use(factory);
  }

  /// CONFIGURATION_INVALID where its files cannot be used.
  public static Encryption with(Certificate certificate, Duration every) {
    Encryption encryption = new Encryption(certificate);
    var _ =
        encryption.looking.scheduleWithFixedDelay(
            encryption::look, every.toMillis(), every.toMillis(), TimeUnit.MILLISECONDS);
    return encryption;
  }

  public SslContextFactory.Server factory() {
    return factory;
  }

  private void use(SslContextFactory context) {
    context.setKeyStore(certificate.read());
    context.setKeyStorePassword("");
  }

  private void look() {
    try {
      FileTime changed = certificate.changed();
      if (!changed.equals(seen)) {
        factory.reload(this::use);
        seen = changed;
        LOG.info("uses the new certificate in {}", certificate.chain());
      }
    } catch (Exception e) {
      LOG.warn(
          "the certificate in {} cannot be used; the one before stays in use: {}",
          certificate.chain(),
          e.getMessage());
    }
  }

  @Override
  public void close() {
    var _ = looking.shutdownNow();
  }
}
