const nosniff = { key: 'x-content-type-options', value: 'nosniff' };
const noStore = { key: 'cache-control', value: 'no-store' };

export default {
  poweredByHeader: false,
  // Also on the responses that Next itself makes.
  headers: () => [
    { source: '/:path*', headers: [nosniff] },
    { source: '/api/:path*', headers: [noStore] },
  ],
};
