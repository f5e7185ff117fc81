package io.millrace.prove.stage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class CuttingProxyTest {

    private static final int PATIENCE = 10_000;

    private ServerSocket target;
    private CuttingProxy proxy;

    @BeforeEach
    void setUp() throws IOException {
        target = new ServerSocket(0, 8, InetAddress.getLoopbackAddress());
        target.setSoTimeout(PATIENCE);
        proxy = CuttingProxy.to(target.getLocalPort());
    }

    @AfterEach
    void tearDown() throws IOException {
        proxy.close();
        target.close();
    }

    private Socket client() throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), proxy.port());
        socket.setSoTimeout(PATIENCE);
        return socket;
    }

    @Test
    void passesOnInBothDirections() throws IOException {
        try (Socket client = client();
                Socket server = target.accept()) {
            client.getOutputStream().write(7);
            assertThat(server.getInputStream().read()).isEqualTo(7);
            server.getOutputStream().write(8);
            assertThat(client.getInputStream().read()).isEqualTo(8);
        }
    }

    @Test
    void resetsBothEndsWhenItIsCutAndThenTakesNewConnections() throws IOException {
        try (Socket client = client();
                Socket server = target.accept()) {
            server.setSoTimeout(PATIENCE);
            client.getOutputStream().write(7);
            server.getInputStream().read();

            proxy.cut();

            assertThatThrownBy(() -> client.getInputStream().read()).isInstanceOf(IOException.class);
            assertThatThrownBy(() -> server.getInputStream().read()).isInstanceOf(IOException.class);
        }
        try (Socket client = client();
                Socket server = target.accept()) {
            client.getOutputStream().write(9);
            assertThat(server.getInputStream().read()).isEqualTo(9);
        }
    }

    @Test
    void swallowsAnswersButNotWhatIsSent() throws IOException {
        try (Socket client = client();
                Socket server = target.accept()) {
            client.getOutputStream().write(1);
            assertThat(server.getInputStream().read()).isEqualTo(1);

            proxy.swallowAnswers(true);
            server.getOutputStream().write(8);
            client.getOutputStream().write(7);
            assertThat(server.getInputStream().read()).isEqualTo(7);
            client.setSoTimeout(300);
            assertThatThrownBy(() -> client.getInputStream().read()).isInstanceOf(SocketTimeoutException.class);

            proxy.swallowAnswers(false);
            server.getOutputStream().write(9);
            assertThatThrownBy(() -> client.getInputStream().read())
                    .as("what follows a hole must not arrive")
                    .isInstanceOf(SocketTimeoutException.class);
        }
    }

    @Test
    void closesAConnectionWhoseTargetIsAway() throws IOException {
        target.close();
        try (Socket client = client()) {
            int read = -1;
            try {
                read = client.getInputStream().read();
            } catch (IOException reset) {
                assertThat(reset).hasMessageContaining("reset");
            }
            assertThat(read).isEqualTo(-1);
        }
    }
}
