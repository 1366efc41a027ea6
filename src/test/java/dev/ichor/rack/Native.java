package dev.ichor.rack;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.ByteOrder;
import java.nio.file.Path;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT_UNALIGNED;

/**
 * The few Linux calls that the JDK does not offer: entering a network namespace, frames on a packet socket, and where
 * the data of a sparse file is.
 */
@SuppressWarnings("restricted")
final class Native {
    private static final int CLONE_NEWNET = 0x40000000;
    private static final int AF_PACKET = 17;
    private static final int SOCK_RAW = 3;
    private static final int O_RDONLY_CLOEXEC = 02000000;
    private static final int SOCK_CLOEXEC = 02000000;
    private static final int SOCKADDR_LL_BYTES = 20;
    private static final int SEEK_DATA = 3;
    private static final int ENXIO = 6;

    private static final Linker LINKER = Linker.nativeLinker();
    private static final StructLayout STATE = Linker.Option.captureStateLayout();
    private static final long ERRNO = STATE.byteOffset(MemoryLayout.PathElement.groupElement("errno"));

    private static final MethodHandle OPEN = call("open", FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_INT),
            Linker.Option.firstVariadicArg(2));
    private static final MethodHandle CLOSE = call("close", FunctionDescriptor.of(JAVA_INT, JAVA_INT));
    private static final MethodHandle SETNS = call("setns", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT));
    private static final MethodHandle SOCKET =
            call("socket", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT));
    private static final MethodHandle SENDTO = call("sendto",
            FunctionDescriptor.of(JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG, JAVA_INT, ADDRESS, JAVA_INT));
    private static final MethodHandle INDEX = call("if_nametoindex", FunctionDescriptor.of(JAVA_INT, ADDRESS));

    private static final MethodHandle LSEEK =
            call("lseek", FunctionDescriptor.of(JAVA_LONG, JAVA_INT, JAVA_LONG, JAVA_INT));

    private Native() {
    }

    private static MethodHandle call(String name, FunctionDescriptor type, Linker.Option... more) {
        Linker.Option[] options = java.util.Arrays.copyOf(more, more.length + 1);
        options[more.length] = Linker.Option.captureCallState("errno");
        return LINKER.downcallHandle(LINKER.defaultLookup().findOrThrow(name), type, options);
    }

    /**
     * Moves the calling thread into a network namespace for the rest of its life; sockets it opens belong there.
     * Only for platform threads that end with the work.
     */
    static void enter(Path namespace) {
        int fd = open(namespace);
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment state = arena.allocate(STATE);
            check("setns " + namespace, state, (int) SETNS.invokeExact(state, fd, CLONE_NEWNET));
        } catch (Throwable e) {
            throw failure(e);
        } finally {
            close(fd);
        }
    }

    /** Opens a file for reading; the caller closes it. */
    static int open(Path file) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment state = arena.allocate(STATE);
            return check("open " + file, state,
                    (int) OPEN.invokeExact(state, arena.allocateFrom(file.toString()), O_RDONLY_CLOEXEC));
        } catch (Throwable e) {
            throw failure(e);
        }
    }

    /**
     * Where the next byte at or after {@code from} stands that is not in a hole (lseek(2), SEEK_DATA); a file system
     * that keeps no holes answers {@code from}. {@link Long#MAX_VALUE} if only a hole follows, or nothing.
     */
    static long nextData(int fd, long from) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment state = arena.allocate(STATE);
            long at = (long) LSEEK.invokeExact(state, fd, from, SEEK_DATA);
            if (at < 0 && state.get(JAVA_INT, ERRNO) != ENXIO) {
                throw new RackFailure("lseek: errno " + state.get(JAVA_INT, ERRNO));
            }
            return at < 0 ? Long.MAX_VALUE : at;
        } catch (Throwable e) {
            throw failure(e);
        }
    }

    /** A socket that sends whole Ethernet frames and receives none (protocol 0), in the thread's namespace. */
    static int packetSocket() {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment state = arena.allocate(STATE);
            return check("socket", state, (int) SOCKET.invokeExact(state, AF_PACKET, SOCK_RAW | SOCK_CLOEXEC, 0));
        } catch (Throwable e) {
            throw failure(e);
        }
    }

    /** Sends one frame out of the named interface; false if the interface is down or gone. */
    static boolean send(int socket, String nic, byte[] frame) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment state = arena.allocate(STATE);
            int index = (int) INDEX.invokeExact(state, arena.allocateFrom(nic));
            if (index == 0) {
                return false;
            }
            MemorySegment address = arena.allocate(SOCKADDR_LL_BYTES, 4);
            address.set(ValueLayout.JAVA_SHORT, 0, (short) AF_PACKET);
            address.set(JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN), 2, (short) 0x88CC);
            address.set(JAVA_INT, 4, index);
            MemorySegment bytes = arena.allocateFrom(JAVA_BYTE, frame);
            long sent = (long) SENDTO.invokeExact(state, socket, bytes, (long) frame.length, 0, address,
                    SOCKADDR_LL_BYTES);
            return sent == frame.length;
        } catch (Throwable e) {
            throw failure(e);
        }
    }

    static void close(int fd) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment state = arena.allocate(STATE);
            check("close", state, (int) CLOSE.invokeExact(state, fd));
        } catch (Throwable e) {
            throw failure(e);
        }
    }

    private static int check(String what, MemorySegment state, int result) {
        if (result < 0) {
            throw new RackFailure(what + ": errno " + state.get(JAVA_INT, ERRNO));
        }
        return result;
    }

    private static RackFailure failure(Throwable e) {
        return e instanceof RackFailure known ? known : new RackFailure("native call failed: " + e, e);
    }
}
