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

/** The few Linux calls that the JDK does not offer: entering a network namespace, and frames on a packet socket. */
@SuppressWarnings("restricted")
final class Native {
    private static final int CLONE_NEWNET = 0x40000000;
    private static final int AF_PACKET = 17;
    private static final int SOCK_RAW = 3;
    private static final int O_RDONLY_CLOEXEC = 02000000;
    private static final int SOCK_CLOEXEC = 02000000;
    private static final int SOCKADDR_LL_BYTES = 20;

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
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment state = arena.allocate(STATE);
            int fd = check("open " + namespace, state,
                    (int) OPEN.invokeExact(state, arena.allocateFrom(namespace.toString()), O_RDONLY_CLOEXEC));
            check("setns " + namespace, state, (int) SETNS.invokeExact(state, fd, CLONE_NEWNET));
            check("close", state, (int) CLOSE.invokeExact(state, fd));
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
            check("close", arena.allocate(STATE), (int) CLOSE.invokeExact(arena.allocate(STATE), fd));
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
